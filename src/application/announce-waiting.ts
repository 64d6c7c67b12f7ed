import { pino } from 'pino';
import type { Configuration } from '../configuration/configuration.js';

/** A store that answers at all answers sooner. Milliseconds. */
const SOON = 700;

/** Logs that the start waits for a store, within a second: an operator looks at the first lines of a process. */
export const announceWaiting = async <T>(
  name: string,
  { logLevel }: Pick<Configuration, 'logLevel'>,
  opening: Promise<T>,
): Promise<T> => {
  const logger = pino({ level: logLevel, base: null }, pino.destination({ dest: 1, sync: true }));
  const timer = setTimeout(() => logger.warn(`waiting for ${name}, which does not answer yet`), SOON);
  try {
    return await opening;
  } finally {
    clearTimeout(timer);
  }
};
