import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

interface Fields {
  readonly [field: string]: unknown;
}

/**
 * Writes the messages of this system and of the framework to the application's log. This system logs objects: `message`, an optional
 * `error`, and the values that an operator searches by, each as a field of the log entry. The framework logs texts.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** The framework logs every module and route that it loads. Operators need this only when they look for a fault. */
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
      // For an error, the framework passes the stack as a separate argument.
      const [stack] = parameters.slice(0, -1);
      this.logger[level]({ context, stack }, String(message));
    }
  }
}

/** In these contexts the framework logs an error and also throws it. The start reports it, in one line when an operator can fix it. */
const saysWhatTheStartSays = new Set<unknown>(['ExceptionHandler', 'NestApplication']);

const isFields = (message: unknown): message is Fields =>
  typeof message === 'object' && message !== null && !(message instanceof Error);

/** Positions and terms can be too large for a JSON number. */
const plain = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  );
