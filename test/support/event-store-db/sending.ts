import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** One reader. It is served as fast as it takes its messages. */
export interface Recipient {
  readonly open: boolean;
  /** @returns whether the reader is still connected. */
  send(message: ReadResp): Promise<boolean>;
  /** Earlier messages still arrive. */
  fail(error: Error): void;
  end(): void;
  /** Also called when the call is closed already. */
  onClose(listener: () => void): void;
}

/** The reader at the other end of a call. HTTP/2 holds back messages that it does not take. */
export class Sending implements Recipient {
  private readonly closed: Promise<unknown>;

  constructor(private readonly call: ReadCall) {
    this.closed = new Promise((resolve) => call.on('close', resolve));
  }

  get open(): boolean {
    return !this.call.cancelled && !this.call.writableEnded;
  }

  async send(message: ReadResp): Promise<boolean> {
    if (!this.open) return false;
    if (!this.call.write(message)) await Promise.race([once(this.call, 'drain'), this.closed]);
    return this.open;
  }

  fail(error: Error): void {
    if (this.open) this.call.emit('error', error);
  }

  end(): void {
    if (this.open) this.call.end();
  }

  onClose(listener: () => void): void {
    void this.closed.then(listener);
  }
}
