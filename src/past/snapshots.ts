import { hash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { Logger } from '@nestjs/common';
import { collectionName } from '../../projections/engine/collection-name.js';
import { nationalProjections } from '../../projections/read-models/index.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import type { EventStore } from '../event-store/event-store.js';
import { eventTypes } from '../events/event-types.js';
import type { Milestone } from './milestones.js';
import type { Mark } from './timeline.js';

/** What a walk along the log leaves at an event: what it noted since the snapshot before, and the nation's lists. */
export interface Snapshot {
  /** Position of the snapshot before; undefined for the first. */
  readonly after: bigint | undefined;
  readonly last: LastEvent;
  readonly marks: readonly Mark[];
  readonly milestones: readonly Milestone[];
  /** As `Replay.copy` made it. */
  readonly copy: Uint8Array;
}

type LastEvent = Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'id'> & { readonly hash: unknown };

/** Of this file's own form and of what a walk notes; raise it when either changes. */
const FORM = 1;
const HASH_BYTES = 32;

/**
 * Snapshots in a folder, a file each, so that a restart need not walk the whole log again. Any of them may be deleted at any time: they
 * save time, nothing else. One that was damaged, that other code made, or that another log led to (one restored
 * from a backup, say) is never used.
 */
export class Snapshots {
  private readonly logger = new Logger(Snapshots.name);
  private readonly madeBy: string;
  /** In log order. Their content stays on the disk: a long log has many. */
  private kept: bigint[] = [];

  /** @param every how many events lie between two of them, at least. */
  constructor(
    private readonly folder: string,
    readonly every = 50_000,
  ) {
    this.madeBy = makerOf();
  }

  /**
   * What earlier walks left, in log order and without a gap from the log's beginning. The rest is deleted.
   * @throws EventStoreUnavailable
   */
  async open(eventStore: EventStore): Promise<readonly Snapshot[]> {
    const found: Snapshot[] = [];
    for (const file of await this.files()) {
      const snapshot = await this.read(file);
      const follows = snapshot && snapshot.after === found.at(-1)?.last.position;
      if (follows && (await stands(eventStore, snapshot.last))) found.push(snapshot);
      else await this.discard(file);
    }
    this.kept = found.map(({ last }) => last.position);
    return found;
  }

  /** In log order. A disk that takes no more costs time later, and stops nobody now. */
  async keep(snapshot: Snapshot): Promise<void> {
    const { position } = snapshot.last;
    const path = join(this.folder, fileOf(position));
    const content = serialize({ ...snapshot, madeBy: this.madeBy });
    try {
      await mkdir(this.folder, { recursive: true });
      // No flush: what a power cut leaves unfinished is told by its hash.
      await writeFile(`${path}${UNFINISHED}`, Buffer.concat([hash('sha256', content, 'buffer'), content]));
      await rename(`${path}${UNFINISHED}`, path);
      this.kept.push(position);
    } catch (error) {
      this.logger.warn({ message: 'a snapshot of the past could not be kept', path, error });
    }
  }

  /** Where the last one at or before a position lies; −1 when there is none. */
  before(position: bigint): bigint {
    return this.kept.findLast((kept) => kept <= position) ?? -1n;
  }

  /** The lists of the last one at or before a position that can still be read. */
  async nearest(position: bigint): Promise<Uint8Array | undefined> {
    for (const at of this.kept.filter((kept) => kept <= position).toReversed()) {
      const snapshot = await this.read(fileOf(at));
      if (snapshot) return snapshot.copy;
      this.kept = this.kept.filter((kept) => kept !== at);
    }
    return undefined;
  }

  private async files(): Promise<readonly string[]> {
    const files = await readdir(this.folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.unused(this.folder, error);
      return [];
    });
    return files.filter((file) => ours.test(file)).sort();
  }

  /** Undefined for one that cannot be used. */
  private async read(file: string): Promise<Snapshot | undefined> {
    const path = join(this.folder, file);
    try {
      const bytes = await readFile(path);
      const content = bytes.subarray(HASH_BYTES);
      if (!hash('sha256', content, 'buffer').equals(bytes.subarray(0, HASH_BYTES))) {
        throw new Error('it is damaged');
      }
      const { madeBy, ...snapshot } = deserialize(content) as Snapshot & { readonly madeBy: string };
      if (madeBy !== this.madeBy) throw new Error('other code made it');
      if (fileOf(snapshot.last.position) !== file) throw new Error('it bears the name of another');
      return snapshot;
    } catch (error) {
      this.unused(path, error);
      return undefined;
    }
  }

  private async discard(file: string): Promise<void> {
    const path = join(this.folder, file);
    this.logger.log({ message: 'a snapshot of the past is discarded, the log is walked again', path });
    await rm(path, { force: true }).catch((error: unknown) => this.unused(path, error));
  }

  private unused(path: string, error: unknown): void {
    this.logger.warn({ message: 'a snapshot of the past is not used', path, error });
  }
}

/** Two that agree on it make the same lists of the same log. */
const makerOf = (): string => {
  const projections = nationalProjections.map(collectionName);
  return hash('sha256', JSON.stringify({ FORM, projections, eventTypes }));
};

/** How an event is recognised: its hash covers all that came before it in its stream. */
export const lastEvent = ({ stream, revision, position, id, metadata }: RecordedEvent): LastEvent => ({
  stream,
  revision,
  position,
  id,
  hash: metadata['hash'],
});

const stands = async (eventStore: EventStore, last: LastEvent): Promise<boolean> => {
  const { stream, revision: from } = last;
  const [event] = await eventStore.readStream(stream, { from, to: from });
  if (!event) return false;
  const { position, id, hash } = lastEvent(event);
  return position === last.position && id === last.id && hash === last.hash;
};

const UNFINISHED = '.unfinished';
const ours = /^\d{20}\.snapshot(\.unfinished)?$/;
// As many digits as keep the files in log order when they are listed.
const fileOf = (position: bigint): string => `${position.toString().padStart(20, '0')}.snapshot`;
