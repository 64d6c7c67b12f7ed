import { pino } from 'pino';
import type { Configuration } from '../configuration/configuration.js';

/** A store that is available answers within this time. Milliseconds. */
const SOON = 700;

/** Logs within a second that the start waits for a store, because an operator reads the first lines of a process. */
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
