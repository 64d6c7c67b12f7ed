import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { EventStoreUnavailable } from '../event-store.js';
import { parseUrl, type Address } from './url.js';

/** Milliseconds that one address gets. */
const LIMIT = 1_000;

type Finding =
  | { readonly kind: 'well' | 'silent' | 'wants TLS' | 'speaks no TLS' }
  | { readonly kind: 'absent' | 'untrusted'; readonly detail: string };

const look = ({ host, port }: Address, options: ConnectionOptions, plain: boolean): Promise<Finding> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, ALPNProtocols: ['h2'], timeout: LIMIT, ...options });
    const found = (finding: Finding): void => {
      socket.destroy();
      resolve(finding);
    };
    socket.on('secureConnect', () => found({ kind: plain ? 'wants TLS' : 'well' }));
    socket.on('timeout', () => found({ kind: 'silent' }));
    socket.on('error', ({ code = '', message, syscall }: NodeJS.ErrnoException) => {
      const detail = code || message;
      if (syscall === 'connect' || syscall === 'getaddrinfo') found({ kind: 'absent', detail });
      else if (plain) found({ kind: 'well' });
      else if (/CERT|SIGNATURE|ISSUER|SIGNED/.test(code)) found({ kind: 'untrusted', detail });
      else found({ kind: 'speaks no TLS' });
    });
  });

/** Why the server could not be asked, as it looks from its addresses; undefined where they look well. */
export const diagnose = async (url: string): Promise<EventStoreUnavailable | undefined> => {
  const { addresses, options } = parseUrl(url);
  const plain = options.get('tls') === 'false';
  const authority = options.get('tlsCAFile');
  const ca = plain || authority === null ? {} : { ca: readFileSync(authority) };
  const findings = await Promise.all(
    addresses.map((address) => {
      const servername = isIP(address.host) ? {} : { servername: address.host };
      return look(address, { ...ca, ...servername, rejectUnauthorized: !plain }, plain);
    }),
  );
  const where = addresses.map(({ host, port }) => `${host}:${port}`).join(', ');
  const [first] = findings;
  // Of several nodes one that is well is enough; only what all have in common is the reason.
  if (!first || findings.some(({ kind }) => kind !== first.kind)) return undefined;
  switch (first.kind) {
    case 'well':
      return undefined;
    case 'silent':
      return unavailable(`EventStoreDB does not answer at ${where}`, 'unreachable');
    case 'absent':
      return unavailable(
        `EventStoreDB cannot be reached: no server at ${where} (${first.detail})`,
        'unreachable',
      );
    case 'wants TLS':
      return unavailable(`EventStoreDB at ${where} wants TLS, its URL says tls=false`, 'refused');
    case 'speaks no TLS':
      return unavailable(`EventStoreDB at ${where} speaks no TLS, its URL does not say tls=false`, 'refused');
    case 'untrusted': {
      const message = `EventStoreDB at ${where} has a certificate of an unknown authority (${first.detail}): name its file as tlsCAFile in the URL`;
      return unavailable(message, 'refused');
    }
    default:
      return first satisfies never;
  }
};

const unavailable = (message: string, reason: EventStoreUnavailable['reason']): EventStoreUnavailable =>
  new EventStoreUnavailable(message, reason);
