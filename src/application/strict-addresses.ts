import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AllowedMethods } from '../http/allowed-methods.js';
import { problems } from '../problems/catalogue.js';
import { answer } from './problem.filter.js';

/** A name or an address, and a port: what an own address can be made of. */
const host = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
/** Probes speak HTTP/1.0, which has no hosts. */
const probes = /^\/(?:health|metrics)(?:[/?]|$)/;
/** A letter, digit, `-`, `.`, `_` or `~` that is written as `%…`: a second spelling of the same address (RFC 3986, 2.3). */
const needlessEscape = /%(?:2[de]|3\d|4[1-9a-f]|5[\daf]|6[1-9a-f]|7[\dae])/i;
/** What is answered to a person: no cache on the way may keep it. Handlers of what is the same for everybody say otherwise. */
const personal = /^\/(?:api|auth)(?:[/?]|$)/;

/** An address has one spelling and names its host; one that exists says which methods it answers (405). */
export function beStrictAboutAddresses(fastify: FastifyInstance): void {
  const methods = new AllowedMethods();
  fastify.addHook('onRoute', (route) => methods.add(route));
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (personal.test(path)) void reply.header('cache-control', 'no-store');
    if (!host.test(request.host ?? '') && !probes.test(path)) {
      return answer(problems.invalidHost(), request, reply);
    }
    if (needlessEscape.test(path)) return answer(problems.notFound(), request, reply);
    const allowed = isUnanswered(request) ? methods.of(path) : [];
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      void reply.header('allow', allowed.join(', '));
      return answer(problems.methodNotAllowed(allowed), request, reply);
    }
    done();
  });
}

/** Nothing but the front end's pages takes it. */
const isUnanswered = (request: FastifyRequest): boolean => request.is404 || request.routeOptions.url === '/*';
