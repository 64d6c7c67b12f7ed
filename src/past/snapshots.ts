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

/** What a walk saves at an event: its notes since the previous snapshot, and the national lists. */
export interface Snapshot {
  /** The position of the previous snapshot; undefined for the first. */
  readonly after: bigint | undefined;
  readonly last: LastEvent;
  readonly marks: readonly Mark[];
  readonly milestones: readonly Milestone[];
  /** The result of `Replay.copy`. */
  readonly copy: Uint8Array;
}

type LastEvent = Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'id'> & { readonly hash: unknown };

/** The version of this file format and of the walk's notes. Raise it when either changes. */
const FORM = 1;
const HASH_BYTES = 32;

/**
 * Snapshots in a folder, one file each, so that a restart need not read the whole log again. They only save time,
 * so any of them may be deleted at any time. A snapshot is never used if it is damaged, if other code made it,
 * or if it comes from another log (for example before a restore from a backup).
 */
export class Snapshots {
  private readonly logger = new Logger(Snapshots.name);
  private readonly madeBy: string;
  /** In log order. Their content stays on the disk, because a long log has many. */
  private kept: bigint[] = [];

  /** @param every the minimum number of events between two snapshots. */
  constructor(
    private readonly folder: string,
    readonly every = 50_000,
  ) {
    this.madeBy = makerOf();
  }

  /**
   * The snapshots of earlier walks, in log order and without a gap from the log's beginning. All others are deleted.
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

  /** Called in log order. A failed write only costs time later, so it is not an error now. */
  async keep(snapshot: Snapshot): Promise<void> {
    const { position } = snapshot.last;
    const path = join(this.folder, fileOf(position));
    const content = serialize({ ...snapshot, madeBy: this.madeBy });
    try {
      await mkdir(this.folder, { recursive: true });
      // No flush is needed: the hash detects a file that a power cut left incomplete.
      await writeFile(`${path}${UNFINISHED}`, Buffer.concat([hash('sha256', content, 'buffer'), content]));
      await rename(`${path}${UNFINISHED}`, path);
      this.kept.push(position);
    } catch (error) {
      this.logger.warn({ message: 'a snapshot of the past could not be kept', path, error });
    }
  }

  /** The position of the last snapshot at or before a position; −1 if there is none. */
  before(position: bigint): bigint {
    return this.kept.findLast((kept) => kept <= position) ?? -1n;
  }

  /** The lists of the last readable snapshot at or before a position. */
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

  /** Undefined for a snapshot that cannot be used. */
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

/** Two programs with the same value make the same lists from the same log. */
const makerOf = (): string => {
  const projections = nationalProjections.map(collectionName);
  return hash('sha256', JSON.stringify({ FORM, projections, eventTypes }));
};

/** Identifies an event. Its hash covers all earlier events of its stream. */
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
// Enough digits to list the files in log order.
const fileOf = (position: bigint): string => `${position.toString().padStart(20, '0')}.snapshot`;
