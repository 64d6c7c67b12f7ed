import type { FastifyInstance } from 'fastify';
import { within } from '../basics/time-limit.js';
import { isProbe } from '../observability/probes.js';
import { problems } from '../problems/catalogue.js';
import { answer } from './problem.filter.js';

/** The longest that a shutdown waits for requests that it has begun. Milliseconds; Compose kills after 30 seconds. */
const PATIENCE = 20_000;
/** Seconds after which a sender may try again. By then another process answers, or the new one. */
const RETRY_AFTER = 2;

/**
 * Lets a shutdown finish the requests under way. Until then the process goes on listening, and answers every new request
 * with 503 and the end of its connection: a connection that is reset says nothing to its sender.
 */
export const finishWhatHasBegun = (fastify: FastifyInstance): void => {
  let closing = false;
  let underWay = 0;
  const finished = Promise.withResolvers<void>();
  const finishIfDone = (): void => {
    if (closing && underWay === 0) finished.resolve();
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    if (closing && !isProbe(request.routeOptions.url ?? '')) {
      void reply.header('retry-after', String(RETRY_AFTER));
      answer(problems.shuttingDown(), request, reply);
      return;
    }
    underWay += 1;
    reply.raw.once('close', () => {
      underWay -= 1;
      finishIfDone();
    });
    done();
  });
  // Otherwise a connection would delay the shutdown for its keep-alive time.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('preClose', async () => {
    closing = true;
    finishIfDone();
    await within(PATIENCE, finished.promise, () => undefined);
  });
};
