import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** One reader, as fast as it takes what it is sent. */
export interface Recipient {
  readonly open: boolean;
  /** @returns whether the reader is there for more. */
  send(message: ReadResp): Promise<boolean>;
  /** What was sent before still arrives. */
  fail(error: Error): void;
  end(): void;
  /** Also when it is closed already. */
  onClose(listener: () => void): void;
}

/** The reader at the other end of a call: HTTP/2 holds back what it does not take. */
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
