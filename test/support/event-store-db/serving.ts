import { setImmediate as turn } from 'node:timers/promises';
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

/** The fault of one read or subscription. */
export type ReadFault = 'silent' | 'ended-early' | 'not-leader' | 'unavailable';

/** The state that all calls to one node share. */
export class Serving {
  readonly appendFaults: AppendFault[] = [];
  readonly readFaults: ReadFault[] = [];
  readonly subscriptions = new Set<Subscription>();
  role: Role = { state: 'leader' };
  /** Append requests, answered or not. */
  appends = 0;
  /** Events sent to subscribers. */
  sent = 0;
  private writing = Promise.resolve();

  /** Without rights everything is allowed, as on a node that was started with `--insecure`. */
  constructor(
    readonly log: EventLog,
    private readonly rights: Rights | undefined,
    private readonly port: () => number,
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
    this.writing = this.writing.then(() => turn()).then(append);
  }

  notLeader(): Error {
    return failures.notLeader(HOST, this.role.state === 'follower' ? this.role.leader : this.port());
  }
}
