import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Metadata } from '@grpc/grpc-js';
import { HOST, type Role } from './cluster-information.js';
import { failures } from './failures.js';
import type { EventLog } from './log.js';
import type { Right, Rights } from './rights.js';
import type { Subscription } from './subscriptions.js';

/** The fault of one append. `unacknowledged` is stored, `unheard` is not; neither is ever answered. */
export type AppendFault =
  | 'unacknowledged'
  | 'unheard'
  | 'broken-after-storing'
  | 'answered-without-position'
  | 'answered-late'
  | 'refused-no-stream'
  | 'not-leader'
  | 'unavailable';

/** The fault of one append of a batch; `undefined` is none. `ended`: the server ends the call as if all were answered. */
export type BatchFault = 'unacknowledged' | 'unheard' | 'ended' | 'unavailable' | undefined;

/** The fault of one read or subscription. */
export type ReadFault = 'silent' | 'ended-early' | 'not-leader' | 'unavailable';

/** Milliseconds of an append: its writer is busy for `busy`, and what it wrote is there `settling` later, as on a disk. */
export interface Pace {
  readonly busy: number;
  readonly settling: number;
}

/** The state that all calls to one node share. */
export class Serving {
  readonly appendFaults: AppendFault[] = [];
  readonly batchFaults: BatchFault[] = [];
  readonly readFaults: ReadFault[] = [];
  readonly subscriptions = new Set<Subscription>();
  role: Role = { state: 'leader' };
  /** Append requests, answered or not. */
  appends = 0;
  /** Events sent to subscribers. */
  sent = 0;
  private writing: Promise<unknown> = Promise.resolve();
  private busyUntil = 0;

  /** Without rights everything is allowed, as on a node that was started with `--insecure`. */
  constructor(
    readonly log: EventLog,
    private readonly rights: Rights | undefined,
    private readonly port: () => number,
    private readonly pace: Pace | undefined,
  ) {}

  /** @throws Failure when this node refuses the call, or this caller. */
  admit(metadata: Metadata, stream: string, right: Right): void {
    const [leaderOnly] = metadata.get('requires-leader');
    if (this.role.state === 'waiting for a leader') throw failures.unavailable();
    if (this.role.state === 'follower' && leaderOnly === 'true') throw this.notLeader();
    this.rights?.check(metadata, stream, right);
  }

  /** The server has one writer. Between two appends the event loop turns, and subscribers get the first one. */
  inTurn(append: () => void): void {
    const settled = this.settledAt();
    this.writing = this.writing
      .then(() => (settled > performance.now() ? until(settled) : turn()))
      .then(append);
  }

  private settledAt(): number {
    if (!this.pace) return 0;
    this.busyUntil = Math.max(this.busyUntil, performance.now()) + this.pace.busy;
    return this.busyUntil + this.pace.settling;
  }

  notLeader(): Error {
    return failures.notLeader(HOST, this.role.state === 'follower' ? this.role.leader : this.port());
  }
}

const until = (time: number): Promise<void> => pause(Math.max(0, time - performance.now()));
