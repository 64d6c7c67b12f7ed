import gossip, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import features, { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';

export const HOST = '127.0.0.1';

/** The current role of a node in its cluster. The port is that of its leader. */
export type Role =
  | { readonly state: 'leader' }
  | { readonly state: 'follower'; readonly leader: number }
  | { readonly state: 'waiting for a leader' };

export interface Member {
  readonly port: number;
  readonly role: Role;
  readonly alive: boolean;
}

const { LEADER, FOLLOWER, UNKNOWN } = gossip.MemberInfo.VNodeState;
const states = { leader: LEADER, follower: FOLLOWER, 'waiting for a leader': UNKNOWN } as const;

export const clusterInfo = (members: readonly Member[]): ClusterInfo =>
  new gossip.ClusterInfo().setMembersList(
    members.map(({ port, role, alive }) =>
      new gossip.MemberInfo()
        .setInstanceId(new shared.UUID().setString(crypto.randomUUID()))
        .setTimeStamp((BigInt(Date.now()) * 10_000n).toString())
        .setState(states[role.state])
        .setIsAlive(alive)
        .setHttpEndPoint(new gossip.EndPoint().setAddress(HOST).setPort(port)),
    ),
  );

/** The client reads here whether it may send its appends in batches. */
export const supportedMethods = (): SupportedMethods =>
  new features.SupportedMethods().setEventStoreServerVersion('23.10.8').setMethodsList(
    Object.values(services.StreamsService).map(({ path }: { path: string }) => {
      const [, service, method] = path.toLowerCase().split('/');
      return new features.SupportedMethod().setServiceName(service!).setMethodName(method!);
    }),
  );
