import type { EventStore } from '../../event-store/event-store.js';
import { CHAIN_START } from '../../event-store/hash-chain.js';
import type { JsonObject } from '../../basics/json.js';
import { metadataOf } from '../../events/metadata.js';
import { problems } from '../../problems/catalogue.js';
import { publicKeyPem } from '../checkpoints/checkpoint-key.js';
import type { Checkpoints } from '../checkpoints/checkpoints.js';
import type { LiveTree } from '../signing/live-tree.js';

/** One event of the log, and what shows to a third party that a signed checkpoint holds it. `evidence/check.mjs` checks it. */
export interface EventProof {
  /** What the hash of the event covers. */
  readonly event: JsonObject;
  /** Of the event before it in its stream; 64 zeros without one. */
  readonly previousHash: string;
  /** Place of the event among all, from 0, and the number of events that the checkpoint attests. */
  readonly index: number;
  readonly size: number;
  /** Hashes of the largest subtrees without the event, from the left; hexadecimal. */
  readonly others: readonly string[];
  /** A signed note. */
  readonly checkpoint: string;
  /** PEM. */
  readonly publicKey: string;
}

/** Proves single events. */
export class EventProofs {
  constructor(
    private readonly eventStore: Pick<EventStore, 'readStream'>,
    private readonly liveTree: LiveTree,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * With the first checkpoint that attests the event, so a proof stays as it is.
   * @throws Problem `no-checkpoint` until there is one
   */
  async of(stream: string, revision: bigint): Promise<EventProof> {
    const from = revision === 0n ? 0n : revision - 1n;
    const events = await this.eventStore.readStream(stream, { from, limit: 2 });
    const found = events.find((each) => each.revision === revision);
    if (!found) throw problems.unknownRevision(revision.toString());
    const before = revision === 0n ? undefined : metadataOf(events[0]!).hash;
    const { tree } = await this.liveTree.upToDate();
    const index = tree.indexOf(found.position);
    const size = (await this.checkpoints.sizes()).find((each) => index !== undefined && each > index);
    if (index === undefined || size === undefined || size > tree.size) throw problems.noCheckpoint();
    const { id, type, data, metadata } = found;
    const { hash: _, ...covered } = metadata;
    return {
      event: { data, id, metadata: covered, revision: revision.toString(), stream, type },
      previousHash: before ?? CHAIN_START,
      index,
      size,
      others: tree.merkle.batchProof([index], size).map((each) => each.toString('hex')),
      checkpoint: (await this.checkpoints.open(size)).note,
      publicKey: publicKeyPem(this.checkpoints.publicKey),
    };
  }
}
