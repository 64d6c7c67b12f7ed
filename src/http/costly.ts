import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type NestInterceptor,
  type CallHandler,
  type ExecutionContext,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { from, mergeMap, type Observable } from 'rxjs';
import { nextTurn } from '../basics/slices.js';

@Injectable()
class CostlyInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return from(nextTurn()).pipe(
      mergeMap(() => next.handle()),
      // The reads of many people are recorded in one commit, so their answers are ready together. Each is written out in its own turn.
      mergeMap(async (answer) => {
        await nextTurn();
        return answer;
      }),
    );
  }
}

const costlyKey = Symbol('costly');

/**
 * Marks routes whose answer takes milliseconds of computing. Each starts, and is written out, in its own turn of the event loop, so that many
 * at once do not block it.
 */
export const Costly = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(costlyKey, true), UseInterceptors(CostlyInterceptor));

export const isCostly = (reflector: Reflector, context: ExecutionContext): boolean =>
  reflector.getAllAndOverride<true | undefined>(costlyKey, [context.getHandler(), context.getClass()]) ??
  false;
