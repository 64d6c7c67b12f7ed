import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

export interface PeerFigures {
  readonly appendsPerSecond: number;
  readonly rawReplayEventsPerSecond: number;
}

const FOLDER = 'bench/peer';

/** Installs the peer outside the project's own dependencies and says so. False when it cannot be installed here. */
export const installPeer = (): boolean => {
  if (existsSync(`${FOLDER}/node_modules/@event-driven-io/emmett-sqlite`)) return true;
  console.log('Installing emmett-sqlite into bench/peer, once (its native part may take minutes to build)…');
  const { status } = spawnSync('npm', ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 10 * 60_000,
  });
  if (status === 0) return true;
  console.log('emmett-sqlite could not be installed: going on without it.');
  return false;
};

export const measurePeer = async (): Promise<PeerFigures> => {
  const { stdout } = await promisify(execFile)(process.execPath, [`${FOLDER}/emmett.mjs`]);
  return JSON.parse(stdout) as PeerFigures;
};
