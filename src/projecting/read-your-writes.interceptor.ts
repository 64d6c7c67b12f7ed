import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';
import type { CommandResult } from '../commands/command-context.js';
import { ReadYourWrites } from './read-your-writes.js';

/** Lets the read models catch up with a command before it is answered. */
@Injectable()
export class ReadYourWritesInterceptor implements NestInterceptor<CommandResult, CommandResult> {
  constructor(private readonly readYourWrites: ReadYourWrites) {}

  intercept(_context: ExecutionContext, next: CallHandler<CommandResult>): Observable<CommandResult> {
    return next.handle().pipe(
      mergeMap(async (result) => {
        await this.readYourWrites.afterCommand(result.position);
        return result;
      }),
    );
  }
}
