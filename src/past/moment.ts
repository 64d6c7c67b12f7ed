import { Injectable, type PipeTransform } from '@nestjs/common';
import { isInstant } from '../http/instant.js';
import { problems } from '../problems/catalogue.js';

/** A point in the past, as a user gives it: an instant (ISO 8601 UTC with milliseconds) or a position in the log. */
export type Moment =
  | { readonly kind: 'instant'; readonly time: string }
  | { readonly kind: 'position'; readonly position: bigint };

export const atDescription =
  'As it stood at this instant (ISO 8601 with its offset), or right after this position of the log (decimal).';

/** A point in one survey's past. It may also be a revision of the survey's stream; −1 is before its first event. */
export type SurveyMoment = Moment | { readonly kind: 'revision'; readonly revision: bigint };

export const instant = (text: string): Moment => ({ kind: 'instant', time: new Date(text).toISOString() });

/**
 * `2022-11-07T16:29:30+07:00`, or `1234`: a decimal number is a position.
 * @throws Problem `invalid-request` for anything else.
 */
export const parseMoment = (text: unknown, parameter = 'at'): Moment => {
  if (typeof text === 'string') {
    if (/^\d{1,19}$/.test(text)) return { kind: 'position', position: BigInt(text) };
    if (isInstant(text)) return instant(text);
  }
  const message = 'must be an ISO 8601 instant with its offset, or a position: a decimal number';
  throw problems.invalidRequest([{ path: parameter, message }]);
};

/** Also `revision:12`. @throws Problem `invalid-request` */
export const parseSurveyMoment = (text: string, parameter: string): SurveyMoment => {
  const revision = /^revision:(-1|\d{1,18})$/.exec(text)?.[1];
  return revision === undefined
    ? parseMoment(text, parameter)
    : { kind: 'revision', revision: BigInt(revision) };
};

/** `?at=` of a read call. Undefined means the present. */
@Injectable()
export class MomentPipe implements PipeTransform<unknown, Moment | undefined> {
  transform(value: unknown): Moment | undefined {
    return value === undefined ? undefined : parseMoment(value);
  }
}
