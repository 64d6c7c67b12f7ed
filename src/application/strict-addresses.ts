import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AllowedMethods } from '../http/allowed-methods.js';
import { problems } from '../problems/catalogue.js';
import { answer } from './problem.filter.js';

/** A valid host: a name or an IP address, with an optional port. */
const host = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
/** Probes use HTTP/1.0, which does not require a host. */
const probes = /^\/(?:health|metrics)(?:[/?]|$)/;
/** A letter, digit, `-`, `.`, `_` or `~` that is written as `%…`: a second spelling of the same address (RFC 3986, 2.3). */
const needlessEscape = /%(?:2[de]|3\d|4[1-9a-f]|5[\daf]|6[1-9a-f]|7[\dae])/i;
/** Answers for one person, which no cache may keep. Handlers whose answer is the same for everyone override this. */
const personal = /^\/(?:api|odata|auth)(?:[/?]|$)/;

/** Requires one spelling for each address and a valid host. A wrong method on a known address gets 405 with the allowed methods. */
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

/** Whether no route except the front end's pages matches the request. */
const isUnanswered = (request: FastifyRequest): boolean => request.is404 || request.routeOptions.url === '/*';
