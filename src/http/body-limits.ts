import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** How much a body may be. It is measured before any class is made of it: that takes a time quadratic in the members of one object. */
export interface BodyLimits {
  readonly bytes: number;
  /** Values in all: members of objects and items of lists, at any depth. */
  readonly values: number;
}

/** A command's body: some codes, and texts that people type. */
export const ordinaryBody: BodyLimits = { bytes: 64 * 1024, values: 500 };
/** An aspect with its 200 added rows, each with every field and fifty other choices. */
export const aspectBody: BodyLimits = { bytes: 1024 * 1024, values: 20_000 };
/** A note at every row of a form. */
export const returnBody: BodyLimits = { bytes: 512 * 1024, values: 2_000 };

/** No body nests deeper than answers, row, list, choice. */
const MAX_DEPTH = 8;
/** Members of one object: a form has some 300 rows. */
const MAX_MEMBERS = 1_000;

/** Lets a route take another body than an ordinary one. */
export const BodyLimit = (bodyLimits: BodyLimits): MethodDecorator => RouteConfig({ bodyLimits });

declare module 'fastify' {
  interface FastifyContextConfig {
    bodyLimits?: BodyLimits;
  }
}

export const bodyLimitsOf = (request: FastifyRequest): BodyLimits =>
  request.routeOptions.config.bodyLimits ?? ordinaryBody;

/** What is too much about a parsed body, or undefined. Looks at each value once and stops at the first excess; it never recurses. */
export const excessOf = (body: unknown, { values: most }: BodyLimits): string | undefined => {
  let level: object[] = isContainer(body) ? [body] : [];
  let values = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`;
    const next: object[] = [];
    for (const container of level) {
      const members: readonly unknown[] = Object.values(container);
      if (!Array.isArray(container) && members.length > MAX_MEMBERS) {
        return `an object must not have more than ${MAX_MEMBERS} members`;
      }
      values += members.length;
      if (values > most) return `must not hold more than ${most} values`;
      for (const member of members) if (isContainer(member)) next.push(member);
    }
    level = next;
  }
  return undefined;
};

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
