import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Configuration } from '../configuration/configuration.js';
import { isSessionId, LONGEST_LIFETIME } from './session.js';

type Production = Pick<Configuration, 'production'>;

/** Scripts cannot read these cookies. Browsers do not add them to changing requests from other sites. In production they need https. */
export const cookieOptions = ({ production }: Production): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: production,
});

/** With the prefix `__Host-`, browsers refuse such a cookie from a neighbouring subdomain. */
export const cookieName = ({ production }: Production, name: string): string =>
  production ? `__Host-${name}` : name;

/** The id of the browser's session. Undefined when the cookie is missing or cannot be a session id. */
export const sessionIdOf = (configuration: Production, { cookies }: FastifyRequest): string | undefined => {
  const value = cookies[cookieName(configuration, 'session')];
  return value !== undefined && isSessionId(value) ? value : undefined;
};

export const setSessionCookie = (configuration: Production, reply: FastifyReply, id: string): void => {
  const options = { ...cookieOptions(configuration), maxAge: LONGEST_LIFETIME / 1000 };
  void reply.setCookie(cookieName(configuration, 'session'), id, options);
};

export const clearSessionCookie = (configuration: Production, reply: FastifyReply): void => {
  void reply.clearCookie(cookieName(configuration, 'session'), cookieOptions(configuration));
};
