import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { People } from '../../people/people.js';
import type { EventStore } from '../../event-store/event-store.js';
import { problems } from '../../problems/catalogue.js';
import { ORIGIN } from '../checkpoints/checkpoint.js';
import { publicKeyPem, type CheckpointKey } from '../checkpoints/checkpoint-key.js';
import type { Checkpoints, KeptCheckpoint } from '../checkpoints/checkpoints.js';
import type { LiveTree } from '../signing/live-tree.js';
import type { LogTree } from '../tree/log-tree.js';
import type { Notary } from '../signing/notary.js';
import { readmes } from './package-readme.js';
import { PackageStreams } from './package-streams.js';
import { provincesOf, scopeName, type PackageScope } from './package-scope.js';
import { zipped, type PackageFile } from './package-zip.js';
import { signNote } from '../checkpoints/signed-note.js';

export interface EvidenceSource {
  readonly log: Pick<EventStore, 'readStream'>;
  readonly people: People;
  readonly liveTree: LiveTree;
  readonly notary: Notary;
  readonly checkpoints: Checkpoints;
  readonly key: CheckpointKey;
}

/** A zip file that a third party can check without this system, and its file name. */
export interface EvidencePackage {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const FORMAT = 'eservice-survey-evidence/1';
/** Path of the checker. A copy of it is in every package. */
const CHECKER = 'evidence/check.mjs';

/** Makes evidence packages as streams. Only one event stream is in memory at a time, also for a whole campaign. */
export class EvidencePackages {
  constructor(private readonly source: EvidenceSource) {}

  /**
   * Signs a checkpoint of the log first, so that it covers every event in scope, and packs those events. `origin` is
   * the address at which receipts are verified.
   * @throws Problem when the scope does not exist; LogTampered before anything is written
   */
  async make(scope: PackageScope, origin: string): Promise<EvidencePackage> {
    const { log, notary, liveTree, key } = this.source;
    const provinces = await provincesOf(scope, log);
    const checkpoint = await notary.attest();
    if (!checkpoint) throw problems.noCheckpoint();
    const { tree } = await liveTree.upToDate();
    const streams = new PackageStreams({ ...this.source, origin, scope, provinces, tree, checkpoint });
    const { file, size, time } = checkpoint;
    const describe = () => ({
      format: FORMAT,
      scope: scopeName(scope),
      streams: streams.names,
      checkpoint: { file: `checkpoints/${file}`, size, time },
    });
    const files = signed(contents(streams, this.source, tree, checkpoint), { key, describe });
    const name = `evidence-${scopeName(scope).replace(/[ /]/g, '-')}-${size}.zip`;
    return { name, chunks: zipped(files, new Date(time)) };
  }
}

async function* contents(
  streams: PackageStreams,
  { checkpoints, key }: EvidenceSource,
  tree: LogTree,
  checkpoint: KeptCheckpoint,
): AsyncGenerator<PackageFile> {
  yield* readmes;
  yield { name: 'check.mjs', bytes: await readFile(CHECKER) };
  yield { name: 'checkpoint-key.pub.pem', bytes: Buffer.from(publicKeyPem(key.publicKey)) };
  yield* streams.files();
  const others = tree.merkle.batchProof(streams.indexes, checkpoint.size);
  yield json('proofs/inclusion.json', { size: checkpoint.size, others: others.map(hex) });
  const kept = (await checkpoints.sizes()).filter((size) => size <= checkpoint.size);
  for (const size of kept) {
    const { file, note } = await checkpoints.open(size);
    yield { name: `checkpoints/${file}`, bytes: Buffer.from(note) };
  }
  const steps = kept.slice(1).map((to, index) => {
    const from = kept[index]!;
    return { from, to, proof: tree.merkle.consistencyProof(from, to).map(hex) };
  });
  yield json('proofs/consistency.json', steps);
}

/** Passes the files on and adds their list and its signature at the end. So no file can be removed unnoticed. */
async function* signed(
  files: AsyncIterable<PackageFile>,
  { key, describe }: { readonly key: CheckpointKey; readonly describe: () => object },
): AsyncGenerator<PackageFile> {
  const listed: Record<string, { readonly bytes: number; readonly sha256: string }> = {};
  for await (const file of files) {
    listed[file.name] = { bytes: file.bytes.length, sha256: sha256(file.bytes) };
    yield file;
  }
  const manifest = json('manifest.json', { ...describe(), files: listed });
  yield manifest;
  const text = `${sha256(manifest.bytes)}\n`;
  const note = signNote(text, `${ORIGIN}/evidence-package`, key.privateKey);
  yield { name: 'manifest.sig', bytes: Buffer.from(note) };
}

const json = (name: string, value: unknown): PackageFile => ({
  name,
  bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`),
});
const hex = (bytes: Buffer): string => bytes.toString('hex');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
