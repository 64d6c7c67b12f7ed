import { problems } from './catalogue.js';
import { textProblem, tidied } from '../basics/text.js';

export const MAX_REASON = 1000;

/**
 * The reason for a return, a revocation or a change, as it is recorded: at most 1,000 characters, NFC. Line breaks are
 * allowed, as in a letter; the other rules are those of a text.
 * @throws Problem `invalid-reason`.
 */
export const readReason = (raw: unknown): string => {
  const reason = typeof raw === 'string' ? tidied(raw.replace(/\r\n/g, '\n')) : raw;
  const wrong = textProblem(typeof reason === 'string' ? reason.replaceAll('\n', ' ') : reason, MAX_REASON);
  if (wrong) throw problems.invalidReason(wrong, MAX_REASON);
  return reason as string;
};
