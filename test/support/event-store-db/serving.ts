import { setImmediate as turn } from 'node:timers/promises';
import type { Metadata } from '@grpc/grpc-js';
import { HOST, type Role } from './cluster-information.js';
import { failures } from './failures.js';
import type { EventLog } from './log.js';
import type { Right, Rights } from './rights.js';
import type { Subscription } from './subscriptions.js';

/** What happens to one append. `unacknowledged` is stored, `unheard` is not; neither is ever answered. */
export type AppendFault =
  | 'unacknowledged'
  | 'unheard'
  | 'broken-after-storing'
  | 'answered-without-position'
  | 'answered-late'
  | 'refused-no-stream'
  | 'not-leader'
  | 'unavailable';

/** What happens to one read or subscription. */
export type ReadFault = 'silent' | 'ended-early' | 'not-leader' | 'unavailable';

/** What all calls to one node have in common. */
export class Serving {
  readonly appendFaults: AppendFault[] = [];
  readonly readFaults: ReadFault[] = [];
  readonly subscriptions = new Set<Subscription>();
  role: Role = { state: 'leader' };
  /** Requests for an append, answered or not. */
  appends = 0;
  /** Events that went out to subscribers. */
  sent = 0;
  private writing = Promise.resolve();

  /** Without rights everybody may do everything, as on a node that was started with `--insecure`. */
  constructor(
    readonly log: EventLog,
    private readonly rights: Rights | undefined,
    private readonly port: () => number,
  ) {}

  /** @throws Failure when this node does not take the call, or not from this caller. */
  admit(metadata: Metadata, stream: string, right: Right): void {
    const [leaderOnly] = metadata.get('requires-leader');
    if (this.role.state === 'waiting for a leader') throw failures.unavailable();
    if (this.role.state === 'follower' && leaderOnly === 'true') throw this.notLeader();
    this.rights?.check(metadata, stream, right);
  }

  /** The server has one writer: between two appends the event loop turns, and subscribers are sent the first. */
  inTurn(append: () => void): void {
    this.writing = this.writing.then(() => turn()).then(append);
  }

  notLeader(): Error {
    return failures.notLeader(HOST, this.role.state === 'follower' ? this.role.leader : this.port());
  }
}
