import { pino } from 'pino';
import type { Configuration } from '../configuration/configuration.js';

/** A store that answers at all answers sooner. Milliseconds. */
const SOON = 700;

/** Says in the log that the start waits for a store, soon after it begins to: whoever starts a process looks at its first lines. */
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
