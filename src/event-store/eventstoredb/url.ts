export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What an EventStoreDB address says; the client keeps what it reads there to itself. */
export const parseUrl = (
  url: string,
): {
  readonly user: { readonly name: string; readonly password: string } | undefined;
  readonly addresses: readonly Address[];
  readonly options: URLSearchParams;
} => {
  const pattern = /^[^:]+:\/\/(?:([^:@/]*):([^@/]*)@)?([^/?]*)\/?(?:\?(.*))?$/;
  const [, name, password, hosts = '', query = ''] = pattern.exec(url) ?? [];
  const addresses = hosts.split(',').map((each) => {
    const [host = '', port = '2113'] = each.split(':');
    return { host, port: Number(port) };
  });
  const user = name && { name: decodeURIComponent(name), password: decodeURIComponent(password ?? '') };
  return { user: user || undefined, addresses, options: new URLSearchParams(query) };
};
