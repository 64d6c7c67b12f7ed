import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandContext } from '../commands/command-context.js';
import { problems } from '../problems/catalogue.js';

const longestKey = 200;

/** What a command needs to know about its request. */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (request.person === undefined) throw problems.notSignedIn();
  const idempotencyKey = parseIdempotencyKey(header(request, 'idempotency-key'));
  return {
    actor: request.person.actor,
    correlationId: request.id,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
});

/** The revision that the sender based the command on; `*` means any. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): bigint | '*' | undefined =>
    parseIfMatch(header(context.switchToHttp().getRequest<FastifyRequest>(), 'if-match')),
);

export function parseIdempotencyKey(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(value) || value.length > longestKey) {
    throw problems.invalidIdempotencyKey(longestKey);
  }
  return value;
}

/** A revision as `"12"`, `W/"12"` or bare; -1 means a survey without events. */
export function parseIfMatch(value: string | undefined): bigint | '*' | undefined {
  if (value === undefined || value === '*') return value;
  const found = /^(?:(?:W\/)?"(-1|\d{1,18})"|(-1|\d{1,18}))$/.exec(value);
  const digits = found?.[1] ?? found?.[2];
  if (digits === undefined) throw problems.invalidIfMatch(value);
  return BigInt(digits);
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
