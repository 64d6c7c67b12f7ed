import { problems } from './catalogue.js';
import { textProblem } from '../basics/text.js';

export const MAX_REASON = 1000;

/**
 * The reason for a return, a revocation or a change, as it is recorded: at most 1,000 characters, NFC. Line breaks are
 * allowed, as in a letter; the other rules are those of a text.
 * @throws Problem `invalid-reason`.
 */
export const readReason = (raw: unknown): string => {
  const flat = typeof raw === 'string' ? raw.replace(/\r?\n/g, ' ') : raw;
  const wrong = textProblem(flat, MAX_REASON);
  if (wrong) throw problems.invalidReason(wrong, MAX_REASON);
  return (raw as string).replace(/\r\n/g, '\n').trim().normalize('NFC');
};
