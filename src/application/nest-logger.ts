import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Writes the framework's own messages to the application's log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parameters: readonly unknown[]): void {
    this.logger.debug({ context: parameters.at(-1) }, String(message));
  }

  warn(message: unknown, ...parameters: readonly unknown[]): void {
    this.logger.warn({ context: parameters.at(-1) }, String(message));
  }

  error(message: unknown, ...parameters: readonly unknown[]): void {
    this.logger.error({ err: message instanceof Error ? message : undefined, parameters }, String(message));
  }
}
