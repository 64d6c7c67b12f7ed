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
    return from(nextTurn()).pipe(mergeMap(() => next.handle()));
  }
}

const costlyKey = Symbol('costly');

/** Routes whose answer takes milliseconds to make: one begins in a turn of the event loop, so that twenty at once do not run in one go. */
export const Costly = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(costlyKey, true), UseInterceptors(CostlyInterceptor));

export const isCostly = (reflector: Reflector, context: ExecutionContext): boolean =>
  reflector.getAllAndOverride<true | undefined>(costlyKey, [context.getHandler(), context.getClass()]) ??
  false;
