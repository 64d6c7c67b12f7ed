import type { FastifyInstance } from 'fastify';
import { problems } from '../problems/catalogue.js';
import { acceptedType, bodyLimitsOf, excessOf, ordinaryBody, XLSX } from '../http/body-limits.js';

/** Accepts JSON, of the size and shape that the route allows. A route that says so accepts workbooks instead. */
export function acceptOnlyDeclared(fastify: FastifyInstance): void {
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
  fastify.addContentTypeParser(XLSX, { parseAs: 'buffer' }, (request, bytes, done) => {
    if (acceptedType(request) === XLSX) done(null, bytes);
    else done(problems.unsupportedMediaType(acceptedType(request)));
  });
}
