import type { StreamingRead } from '@eventstore/db-client';
import { Backoff, type BackoffTimes } from '../../basics/backoff.js';
import { within } from '../../basics/time-limit.js';
import { EventStoreUnavailable } from '../event-store.js';
import { mayPass, unavailableBy } from './failures.js';

const PAUSES: BackoffTimes = { first: 25, longest: 1_000 };

/** @throws EventStoreUnavailable when the work takes longer; what it still does then is nobody's any more. */
export const answerWithin = <T>(milliseconds: number, work: Promise<T>): Promise<T> =>
  within(milliseconds, work, () => {
    throw new EventStoreUnavailable(`EventStoreDB did not answer within ${milliseconds} ms`, 'timeout');
  });

/** Asks again, at growing intervals, while the server is away, late or not the leader. */
export const patiently = async <T>(milliseconds: number, work: () => Promise<T>): Promise<T> => {
  const end = performance.now() + milliseconds;
  const backoff = new Backoff(PAUSES);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const failure = unavailableBy(error);
      if (!failure || !mayPass(failure) || performance.now() + backoff.next > end) throw failure ?? error;
    }
    await backoff.pause();
  }
};

/** What a read brings, each within so many milliseconds (the client would wait for ever); the call ends when its reader leaves. */
export async function* eachWithin<T>(milliseconds: number, call: StreamingRead<T>): AsyncGenerator<T> {
  // The iteration tells of errors; one that comes after its reader left must not end the process.
  call.on('error', () => undefined);
  const iterator: AsyncIterator<T> = call[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await answerWithin(milliseconds, iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    call.destroy();
    call.cancel().catch(() => undefined); // a call that never began needs no end
  }
}
