import { setTimeout as pause } from 'node:timers/promises';
import type { StreamingRead } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../event-store.js';
import { mayPass, unavailableBy } from './failures.js';

const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 1_000;

/** @throws EventStoreUnavailable when the work takes longer; what it still does then is nobody's any more. */
export const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `EventStoreDB did not answer within ${milliseconds} ms`;
  const timer = setTimeout(() => reject(new EventStoreUnavailable(message, 'timeout')), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Asks again, at growing intervals, while the server is away, late or not the leader. */
export const patiently = async <T>(milliseconds: number, work: () => Promise<T>): Promise<T> => {
  const end = performance.now() + milliseconds;
  for (let next = FIRST_PAUSE; ; next = Math.min(next * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      const failure = unavailableBy(error);
      if (!failure || !mayPass(failure) || performance.now() + next > end) throw failure ?? error;
    }
    await pause(next);
  }
};

/** What a read brings, each within so many milliseconds (the client would wait for ever); the call ends when its reader leaves. */
export async function* eachWithin<T>(milliseconds: number, call: StreamingRead<T>): AsyncGenerator<T> {
  // The iteration tells of errors; one that comes after its reader left must not end the process.
  call.on('error', () => undefined);
  const iterator: AsyncIterator<T> = call[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(milliseconds, iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    call.destroy();
    call.cancel().catch(() => undefined); // a call that never began needs no end
  }
}
