import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { KeyAndCertificate } from './certificates.js';
import { appendCall, batchAppendCall } from './event-store-db/append-calls.js';
import {
  clusterInfo,
  HOST,
  supportedMethods,
  type Member,
  type Role,
} from './event-store-db/cluster-information.js';
import { failures } from './event-store-db/failures.js';
import { EventLog, JSON_TYPE, type Stored } from './event-store-db/log.js';
import { readCall } from './event-store-db/read-calls.js';
import { deleteCall, tombstoneCall } from './event-store-db/remove-calls.js';
import { Rights, type User } from './event-store-db/rights.js';
import { listenSecurely } from './event-store-db/secured-port.js';
import {
  Serving,
  type AppendFault,
  type BatchFault,
  type Pace,
  type ReadFault,
} from './event-store-db/serving.js';

export type { AppendFault, BatchFault, ReadFault };

export interface NodeOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Events that a node stored before, or the log that the nodes of a cluster share. Default: the log of a new server. */
  readonly log?: EventLog;
  /** How long appends take. Default: no time. */
  readonly pace?: Pace | undefined;
  /** A node with TLS and users. Default: neither, as with `--insecure`. */
  readonly secured?: { readonly identity: KeyAndCertificate; readonly users: readonly User[] };
}

/** A server writes its own events from its first second on. */
export const newLog = (): EventLog => {
  const log = new EventLog();
  const statistics = {
    id: crypto.randomUUID(),
    type: '$statsCollected',
    contentType: JSON_TYPE,
    data: Buffer.from('{"proc-id":1}'),
    metadata: Buffer.of(),
  };
  log.append(`$stats-${HOST}:2113`, [statistics]);
  return log;
};

/**
 * A node of EventStoreDB 23.10 in memory, over the client's own service definitions. It answers like the real server:
 * one suite of facts runs on both. It can play faults.
 */
export class EventStoreDbInMemory {
  /** The members in its gossip. A single node names itself as the leader. */
  members: () => readonly Member[] = () => [{ port: this.port, role: this.role, alive: true }];
  port = 0;
  private close: () => void = () => undefined;
  private readonly server = new Server();
  private readonly serving: Serving;

  private constructor(
    readonly log: EventLog,
    rights: Rights | undefined,
    pace: Pace | undefined,
  ) {
    this.serving = new Serving(log, rights, () => this.port, pace);
    this.server.addService(services.StreamsService, {
      append: appendCall(this.serving),
      batchAppend: batchAppendCall(this.serving),
      delete: deleteCall(this.serving),
      tombstone: tombstoneCall(this.serving),
      read: readCall(this.serving),
    });
    this.server.addService(gossip.GossipService, {
      read: (_: unknown, answer: sendUnaryData<ClusterInfo>) => answer(null, clusterInfo(this.members())),
    });
    this.server.addService(features.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<SupportedMethods>) =>
        answer(null, supportedMethods()),
    });
  }

  static async start({
    port = 0,
    log = newLog(),
    secured,
    pace,
  }: NodeOptions = {}): Promise<EventStoreDbInMemory> {
    const rights = secured && new Rights(log, secured.users);
    const node = new EventStoreDbInMemory(log, rights, pace);
    if (rights) {
      const { identity } = secured;
      const secure = await listenSecurely(node.server, rights, { identity, port });
      node.port = secure.port;
      node.close = () => secure.close();
      return node;
    }
    node.port = await new Promise((resolve, reject) => {
      node.server.bindAsync(`${HOST}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return node;
  }

  /** The address of a node without TLS. */
  get url(): string {
    return `esdb://${HOST}:${this.port}?tls=false`;
  }

  get appendFaults(): AppendFault[] {
    return this.serving.appendFaults;
  }

  get batchFaults(): BatchFault[] {
    return this.serving.batchFaults;
  }

  get readFaults(): ReadFault[] {
    return this.serving.readFaults;
  }

  /** Append requests, answered or not. */
  get appends(): number {
    return this.serving.appends;
  }

  /** Events sent to subscribers. A test may set it, to count from there. */
  get sent(): number {
    return this.serving.sent;
  }

  set sent(count: number) {
    this.serving.sent = count;
  }

  get role(): Role {
    return this.serving.role;
  }

  set role(role: Role) {
    this.serving.role = role;
  }

  stop(): void {
    this.close();
    this.server.forceShutdown();
  }

  endSubscriptions(): void {
    for (const each of this.serving.subscriptions) each.end();
  }

  breakSubscriptions(): void {
    for (const each of this.serving.subscriptions) each.fail(failures.unavailable('node is shutting down'));
  }

  /** Drops every subscriber as too slow. */
  dropSubscriptions(): void {
    for (const each of this.serving.subscriptions) each.drop();
  }

  storedIn(stream: string): readonly Stored[] {
    return this.log.storedIn(stream);
  }
}
