import type { Metadata } from '@grpc/grpc-js';
import { failures } from './failures.js';
import type { EventLog } from './log.js';
import { isMetadataStream, metadataOf, type Acl } from './stream-metadata.js';

export interface User {
  readonly name: string;
  readonly password: string;
  readonly groups: readonly string[];
}

export type Right = 'read' | 'write' | 'delete' | 'read metadata' | 'write metadata';

const KEYS = {
  read: '$r',
  write: '$w',
  delete: '$d',
  'read metadata': '$mr',
  'write metadata': '$mw',
} as const satisfies Record<Right, keyof Acl>;

const ADMINISTRATORS = '$admins';
const EVERY_USER = '$all';
const everything = (role: string): Required<Acl> => ({ $r: role, $w: role, $d: role, $mr: role, $mw: role });

/** The two users that every server has from its start. */
export const builtInUsers = (password: string): readonly User[] => [
  { name: 'admin', password, groups: [ADMINISTRATORS] },
  { name: 'ops', password, groups: ['$ops'] },
];

/** The stream whose metadata rules this one, and the right that is needed there. */
const ruled = (stream: string, right: Right): readonly [stream: string, right: Right] => {
  if (!isMetadataStream(stream)) return [stream, right];
  return [stream.slice(2), right === 'read' ? 'read metadata' : 'write metadata'];
};

/** The rights on a node with TLS: by a stream's own metadata, else by `$settings`, else by the server's defaults. */
export class Rights {
  private readonly users: Map<string, User>;

  constructor(
    private readonly log: EventLog,
    users: readonly User[],
  ) {
    this.users = new Map(users.map((user) => [user.name, user]));
  }

  /** @returns whether the name was free. */
  addUser(user: User): boolean {
    if (this.users.has(user.name)) return false;
    this.users.set(user.name, user);
    return true;
  }

  isAdministrator(authorization: string | undefined): boolean {
    return this.userOf(authorization)?.groups.includes(ADMINISTRATORS) ?? false;
  }

  /** @throws Failure UNAUTHENTICATED for a wrong password, PERMISSION_DENIED without a user and for a user without the right. */
  check(metadata: Metadata, stream: string, right: Right): void {
    const [authorization] = metadata.get('authorization');
    if (authorization === undefined) throw failures.accessDenied();
    const user = this.userOf(authorization.toString());
    if (!user) throw failures.unauthenticated();
    const roles = [user.name, ...user.groups, EVERY_USER];
    const allowed = [this.allowed(...ruled(stream, right))].flat();
    if (!roles.includes(ADMINISTRATORS) && !allowed.some((role) => roles.includes(role)))
      throw failures.accessDenied();
  }

  private userOf(authorization: string | undefined): User | undefined {
    const credentials = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
    const [, name, password] = /^([^:]*):(.*)$/s.exec(credentials) ?? [];
    const user = this.users.get(name ?? '');
    return user?.password === password ? user : undefined;
  }

  private allowed(stream: string, right: Right): string | readonly string[] {
    const key = KEYS[right];
    const system = stream.startsWith('$');
    const { $userStreamAcl, $systemStreamAcl } = this.defaults();
    const ofKind = system ? $systemStreamAcl : $userStreamAcl;
    const own = metadataOf(this.log, stream).$acl;
    return own?.[key] ?? ofKind?.[key] ?? everything(system ? ADMINISTRATORS : EVERY_USER)[key];
  }

  private defaults(): { readonly $userStreamAcl?: Acl; readonly $systemStreamAcl?: Acl } {
    const said = this.log.storedIn('$settings').findLast(({ type }) => type === 'update-default-acl');
    return said ? (JSON.parse(Buffer.from(said.data).toString()) as ReturnType<Rights['defaults']>) : {};
  }
}
