import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { ServerCredentials, type Server } from '@grpc/grpc-js';
import type { KeyAndCertificate } from '../certificates.js';
import { HOST } from './cluster-information.js';
import type { Rights } from './rights.js';
import { usersEndpoint } from './users-endpoint.js';

/** One port for gRPC and for plain HTTPS, as on the real server. A gRPC client announces HTTP/2 in its TLS greeting. */
export const listenSecurely = async (
  grpc: Server,
  rights: Rights,
  { identity, port }: { readonly identity: KeyAndCertificate; readonly port: number },
): Promise<{ readonly port: number; close(): void }> => {
  const http = createHttpServer(usersEndpoint(rights));
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure()); // TLS is already removed here
  const open = new Set<Socket>();
  const server = createServer(
    { key: identity.key, cert: identity.certificate, ALPNProtocols: ['h2', 'http/1.1'] },
    (socket) => {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
      if (socket.alpnProtocol === 'h2') injector.injectConnection(socket);
      else http.emit('connection', socket);
    },
  );
  server.listen(port, HOST);
  await once(server, 'listening');
  const close = (): void => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
};
