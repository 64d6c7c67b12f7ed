import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Passes connections on to the next of several ports that takes them, and cuts them when told. */
export class TcpProxy {
  private readonly open = new Set<Socket>();
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: () => readonly number[],
  ) {
    server.on('connection', (client) => void this.pass(client));
  }

  static async start(targets: () => readonly number[]): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true });
    const proxy = new TcpProxy(server, targets);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Every connection breaks, in the middle of whatever it carries. @returns how many */
  cut(): number {
    const connections = this.open.size / 2;
    for (const socket of this.open) socket.resetAndDestroy();
    return connections;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.cut();
  }

  private async pass(client: Socket): Promise<void> {
    const target = await this.reach();
    if (!target) return void client.resetAndDestroy();
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      this.open.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    client.resume();
  }

  private async reach(): Promise<Socket | undefined> {
    const targets = this.targets();
    for (let tried = 0; tried < targets.length; tried += 1) {
      this.turn += 1;
      const socket = connect(targets[this.turn % targets.length]!, '127.0.0.1');
      const reached = await Promise.race([
        once(socket, 'connect').then(
          () => true,
          () => false,
        ),
        once(socket, 'close').then(() => false),
      ]);
      if (reached) return socket;
      socket.destroy();
    }
    return undefined;
  }
}
