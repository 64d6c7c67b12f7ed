import type { FastifyInstance } from 'fastify';
import { problems } from '../problems/catalogue.js';
import { bodyLimitsOf, excessOf, ordinaryBody } from '../http/body-limits.js';

/** Accepts only JSON, of the size and shape that the route allows. */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = (route.config?.bodyLimits ?? ordinaryBody).bytes;
  });
  fastify.removeAllContentTypeParsers();
  // Prototype poisoning is refused as malformed JSON.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    // Many clients send a content type without a body. A route that needs a body refuses the request later.
    if (text === '') return done(null, undefined);
    void parse(request, text as string, (error, body) => {
      if (error) return done(problems.malformedJson());
      const excess = excessOf(body, bodyLimitsOf(request));
      if (excess === undefined) done(null, body);
      else done(problems.invalidRequest([{ path: '', message: excess }]));
    });
  });
}
