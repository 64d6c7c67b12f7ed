/** A node's process, as others see it: it passes everything on to the port TARGET. A stopped one still accepts connections. */
import { TcpProxy } from '../support/tcp-proxy.js';

const target = Number(process.env['TARGET']);
const { port } = await TcpProxy.start(() => [target]);
process.stdout.write(`${JSON.stringify({ port })}\n`);

process.stdin.on('end', () => process.exit()).resume();
