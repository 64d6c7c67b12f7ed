import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { bodyLimitsOf } from './body-limits.js';
import { problems } from '../problems/catalogue.js';

interface Declared {
  /** Undefined when a class takes the whole query. The class itself then refuses unknown parameters. */
  readonly query: ReadonlySet<string> | undefined;
  readonly body: boolean;
}

/**
 * Refuses input that a handler for signed-in people does not declare. An unread query parameter or body is a mistake of the sender, and
 * must not reach any record. Public routes are exempt, because others make their addresses (a provider's callback, a page's own query).
 */
@Injectable()
export class DeclaredInputGuard implements CanActivate {
  private readonly declared = new WeakMap<object, Declared>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { query, body } = this.declaredBy(context);
    const isMissing = body && request.body === undefined && !bodyLimitsOf(request).optional;
    if (isMissing && request.headers['content-type'] !== undefined) {
      throw problems.malformedJson();
    }
    if (request.person === undefined) return true;
    const unknown = query ? Object.keys(request.query as object).filter((name) => !query.has(name)) : [];
    if (unknown.length > 0) throw problems.invalidRequest(unknown.map(undeclared));
    if (!body && !isNothing(request.body)) throw problems.invalidRequest([undeclared('')]);
    return true;
  }

  private declaredBy(context: ExecutionContext): Declared {
    const handler = context.getHandler();
    const known = this.declared.get(handler);
    if (known) return known;
    const declared = declaredBy(context.getClass(), handler.name);
    this.declared.set(handler, declared);
    return declared;
  }
}

const undeclared = (path: string) => ({ path, message: 'should not exist' });

/** Browsers and programs send `{}` when they have no content. */
const isNothing = (body: unknown): boolean =>
  body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);

/** Nest's metadata of a handler's arguments: `<kind>:<place>`, with a name for a single parameter and no name for all of them. */
const declaredBy = (controller: object, handler: string): Declared => {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Readonly<
    Record<string, { readonly data?: unknown }>
  >;
  const of = (kind: RouteParamtypes) =>
    Object.entries(args).filter(([key]) => key.split(':', 1)[0] === String(kind));
  const queries = of(RouteParamtypes.QUERY).map(([, { data }]) => data);
  const names = queries.filter((data) => typeof data === 'string');
  return {
    query: names.length < queries.length ? undefined : new Set(names),
    body: of(RouteParamtypes.BODY).length > 0,
  };
};
