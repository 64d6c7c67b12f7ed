import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Sends to one reader as fast as it takes: HTTP/2 holds the rest back. */
export class Sending {
  private readonly closed: Promise<unknown>;

  constructor(private readonly call: ReadCall) {
    this.closed = new Promise((resolve) => call.on('close', resolve));
  }

  get open(): boolean {
    return !this.call.cancelled && !this.call.writableEnded;
  }

  /** @returns whether the reader is there for more. */
  async send(message: ReadResp): Promise<boolean> {
    if (!this.open) return false;
    if (!this.call.write(message)) await Promise.race([once(this.call, 'drain'), this.closed]);
    return this.open;
  }

  /** What was sent before still arrives. */
  fail(error: Error): void {
    if (this.open) this.call.emit('error', error);
  }

  end(): void {
    if (this.open) this.call.end();
  }

  /** Also when it is closed already. */
  onClose(listener: () => void): void {
    void this.closed.then(listener);
  }
}
