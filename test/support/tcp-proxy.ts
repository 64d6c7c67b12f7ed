import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Passes connections on to the first of several ports that accepts them. It can cut and freeze them. */
export class TcpProxy {
  private readonly open = new Set<Socket>();
  private readonly ways = new Set<readonly [from: Socket, to: Socket]>();
  private waking: PromiseWithResolvers<void> | undefined;
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: () => readonly number[],
  ) {
    server.on('connection', (client) => void this.pass(client));
  }

  static async start(targets: () => readonly number[], port = 0): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true });
    const proxy = new TcpProxy(server, targets);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get frozen(): boolean {
    return this.waking !== undefined;
  }

  /** Breaks every connection at once, also in the middle of a message. @returns how many */
  cut(): number {
    const connections = this.ways.size / 2;
    for (const socket of this.open) socket.resetAndDestroy();
    return connections;
  }

  /**
   * Stops all traffic as if the server slept. Connections stay open, new ones are accepted, and nothing passes until it
   * wakes.
   */
  freeze(): void {
    this.waking ??= Promise.withResolvers();
    for (const [from, to] of this.ways) from.unpipe(to).pause();
  }

  wake(): void {
    for (const [from, to] of this.ways) from.pipe(to);
    this.waking?.resolve();
    this.waking = undefined;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.cut();
  }

  private async pass(client: Socket): Promise<void> {
    this.keep(client);
    while (this.waking) await this.waking.promise;
    const target = await this.reach();
    if (!target) return void client.resetAndDestroy();
    this.keep(target);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      const way = [from, to] as const;
      this.ways.add(way);
      from.on('close', () => {
        this.ways.delete(way);
        to.destroy();
      });
      if (!this.waking) from.pipe(to);
    }
    if (client.destroyed) target.destroy();
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.open.delete(socket));
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
