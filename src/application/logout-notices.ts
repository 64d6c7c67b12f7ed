import type { FastifyInstance } from 'fastify';
import { problems } from '../problems/catalogue.js';

/** The limit of a form body. A logout token has about 1 kB. */
const LIMIT = 16 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Accepts form data only for logout notices, which identity providers send when a session ends there. No page of this system sends forms.
 */
export function acceptLogoutNotices(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: LIMIT }, (request, body, done) => {
    if (request.routeOptions.url !== '/auth/backchannel-logout') done(problems.unsupportedMediaType());
    else done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
}
