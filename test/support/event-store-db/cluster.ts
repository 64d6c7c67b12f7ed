import { EventStoreDbInMemory, newLog } from '../event-store-db.js';
import { TcpProxy } from '../tcp-proxy.js';
import { HOST } from './cluster-information.js';
import type { Line, StartLine } from './line.js';

interface Seat {
  /** The port for clients. It stays the same after a restart. */
  readonly port: number;
  node: EventStoreDbInMemory;
  line: Line;
  /** The state that the other nodes report. */
  alive: boolean;
}

/** Accepts connections and answers none, like a paused machine. */
export const silentNode = async (): Promise<TcpProxy> => {
  const line = await TcpProxy.start(() => []);
  line.freeze();
  return line;
};

const startProxy: StartLine = (targets, port) => TcpProxy.start(targets, port);

/**
 * Nodes that share one log. A real cluster notices a silent leader and elects another after some time; this one does so
 * on a test's command, so the test controls the timing. Each node has a number; the first one leads at the start.
 */
export class EventStoreDbCluster {
  private seats: readonly Seat[] = [];
  private leader: number | undefined;

  private constructor(private readonly startLine: StartLine) {}

  static async start(size: number, startLine: StartLine = startProxy): Promise<EventStoreDbCluster> {
    const cluster = new EventStoreDbCluster(startLine);
    const seats: Seat[] = [];
    const log = newLog();
    for (let number = 0; number < size; number += 1) {
      const node = await EventStoreDbInMemory.start({ log });
      const line = await startLine(() => [node.port]);
      seats.push({ port: line.port, node, line, alive: true });
      cluster.letGossip(node);
    }
    cluster.seats = seats;
    cluster.elect(0);
    return cluster;
  }

  /** All addresses. The client asks any of them for the leader. */
  get url(): string {
    return this.urlOf(...this.seats.keys());
  }

  urlOf(...numbers: readonly number[]): string {
    return `esdb://${numbers.map((number) => `${HOST}:${this.seats[number]!.port}`).join(',')}?tls=false`;
  }

  get size(): number {
    return this.seats.length;
  }

  /** Number of the node that leads, also while it is silent. */
  get leading(): number {
    return this.leader!;
  }

  node(number: number): EventStoreDbInMemory {
    return this.seats[number]!.node;
  }

  /** The node stops answering; the others have not noticed. */
  freeze(number: number): void {
    this.seats[number]!.line.freeze();
  }

  /** The node answers the requests that came meanwhile, in its present role. A leader that was not replaced leads again. */
  wake(number: number): void {
    const seat = this.seats[number]!;
    seat.line.wake();
    seat.alive = true;
    if (this.leader === number) this.elect(number);
  }

  /** The others notice that their leader is silent, and have not elected another one. */
  missLeader(): void {
    if (this.leader === undefined) throw new Error('the cluster has no leader');
    const missed = this.seats[this.leader]!;
    missed.alive = false;
    for (const seat of this.seats) if (seat !== missed) seat.node.role = { state: 'waiting for a leader' };
  }

  /** This node now leads. The earlier leader becomes a follower, and counts as silent if it is frozen. */
  elect(number: number): void {
    const leader = this.seats[number]!;
    for (const seat of this.seats) {
      seat.node.role = seat === leader ? { state: 'leader' } : { state: 'follower', leader: leader.port };
      seat.alive &&= !seat.line.frozen;
    }
    this.leader = number;
  }

  /** Its process ends; nothing listens at its address. */
  async kill(number: number): Promise<void> {
    const seat = this.seats[number]!;
    if (this.leader === number) this.missLeader();
    seat.alive = false;
    await seat.line.stop();
    seat.node.stop();
  }

  async restart(number: number): Promise<void> {
    const seat = this.seats[number]!;
    const { log, role } = seat.node;
    seat.node = await EventStoreDbInMemory.start({ log });
    this.letGossip(seat.node);
    seat.node.role = role;
    seat.line = await this.startLine(() => [seat.node.port], seat.port);
    this.wake(number);
  }

  async stop(): Promise<void> {
    for (const { line, node } of this.seats) {
      await line.stop();
      node.stop();
    }
  }

  private letGossip(node: EventStoreDbInMemory): void {
    node.members = () => this.seats.map(({ port, node: { role }, alive }) => ({ port, role, alive }));
  }
}
