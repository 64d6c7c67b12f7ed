import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds that the operator's program may take for one checkpoint. */
const PATIENCE_MS = 60_000;

/**
 * Runs the operator's executable with the note on its standard input.
 * @throws Error when it cannot be started, exits with a code other than 0, or takes longer than a minute.
 */
export const runHook = async (executable: string, note: string): Promise<void> => {
  const child = spawn(executable, {
    stdio: ['pipe', 'ignore', 'pipe'],
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  // A program may exit without reading its input. Only its exit code counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(note);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`${executable} ended with ${code ?? signal}: ${complaint.trim()}`);
};
