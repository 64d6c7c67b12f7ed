import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

interface Fields {
  readonly [field: string]: unknown;
}

/**
 * What the house and its framework say, in the application's log. The house logs objects: `message`, perhaps `error`, and what an operator
 * searches by, each a field of the line. The framework logs texts.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** The framework tells every module and route that it loads: that is for a search after a fault only. */
  log(message: unknown, ...parameters: readonly unknown[]): void {
    this.write(isFields(message) ? 'info' : 'debug', message, parameters);
  }

  warn(message: unknown, ...parameters: readonly unknown[]): void {
    this.write('warn', message, parameters);
  }

  error(message: unknown, ...parameters: readonly unknown[]): void {
    if (saysWhatTheStartSays.has(parameters.at(-1))) return;
    this.write('error', message, parameters);
  }

  private write(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: unknown,
    parameters: readonly unknown[],
  ): void {
    const context = parameters.at(-1);
    if (isFields(message)) {
      const { message: text, error, ...fields } = message;
      this.logger[level]({ context, ...plain(fields), err: error }, String(text));
    } else if (message instanceof Error) {
      this.logger[level]({ context, err: message }, message.message);
    } else {
      // Of an error the framework hands over its stack beside the text.
      const [stack] = parameters.slice(0, -1);
      this.logger[level]({ context, stack }, String(message));
    }
  }
}

/** Where the framework logs an error that it throws as well: the start reports it, in one line if an operator can mend it. */
const saysWhatTheStartSays = new Set<unknown>(['ExceptionHandler', 'NestApplication']);

const isFields = (message: unknown): message is Fields =>
  typeof message === 'object' && message !== null && !(message instanceof Error);

/** Positions and terms are larger than a number of JSON. */
const plain = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  );
