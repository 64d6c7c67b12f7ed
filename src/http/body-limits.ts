import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { LARGEST_QUESTIONNAIRE } from '../questionnaire/questionnaire-faults.js';

/**
 * The limits of a body. They are checked before the body becomes a class, because that takes time quadratic in the members of one object.
 */
export interface BodyLimits {
  readonly bytes: number;
  /** All values: members of objects and items of lists, at any depth. */
  readonly values: number;
  /** Of content; JSON unless it is given. */
  readonly type?: typeof XLSX;
  /** Levels of objects and lists; that of answers unless it is given. */
  readonly depth?: number;
  /** A request without a body is as good as one with an empty object, also if it claims to be JSON. */
  readonly optional?: true;
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A command's body: a few codes and typed texts. */
export const ordinaryBody: BodyLimits = { bytes: 64 * 1024, values: 500 };
/** An aspect with its 200 added rows, each with every field and fifty other choices. */
export const aspectBody: BodyLimits = { bytes: 1024 * 1024, values: 20_000 };
/** A return with a note on every row of a form. */
export const returnBody: BodyLimits = { bytes: 512 * 1024, values: 2_000 };
/** A certification: nothing, or a note on each objection. */
export const certificationBody: BodyLimits = { ...returnBody, optional: true };

/** A questionnaire: some 300 rows with their notes. Its choices lie ten levels deep. */
export const questionnaireBody: BodyLimits = { bytes: LARGEST_QUESTIONNAIRE, values: 50_000, depth: 12 };

/** A form as a workbook. The largest has some 200 kB. */
export const workbookBody: BodyLimits = { ...ordinaryBody, bytes: 2 * 1024 * 1024, type: XLSX };

/** The deepest other body nests answers, row, list and choice. */
const MAX_DEPTH = 8;
/** The most members of one object. A form has about 300 rows. */
const MAX_MEMBERS = 1_000;

/** Gives a route other limits than those of an ordinary body. */
export const BodyLimit = (bodyLimits: BodyLimits): MethodDecorator => RouteConfig({ bodyLimits });

declare module 'fastify' {
  interface FastifyContextConfig {
    bodyLimits?: BodyLimits;
  }
}

export const bodyLimitsOf = (request: FastifyRequest): BodyLimits =>
  request.routeOptions.config.bodyLimits ?? ordinaryBody;

/** The content type that the route accepts. */
export const acceptedType = (request: FastifyRequest): string =>
  bodyLimitsOf(request).type ?? 'application/json';

/** The first limit that a parsed body exceeds, or undefined. It visits each value once and never recurses. */
export const excessOf = (
  body: unknown,
  { values: most, depth: deepest = MAX_DEPTH }: BodyLimits,
): string | undefined => {
  let level: object[] = isContainer(body) ? [body] : [];
  let values = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) return `must not be nested deeper than ${deepest} levels`;
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
