import type { JsonValue } from '../basics/json.js';
import { en } from '../problems/en.js';
import type { Problem } from '../problems/problem.js';
import { th } from '../problems/th.js';
import { formatBuddhist } from '../basics/thai-time.js';

export type Language = 'th' | 'en';

/** The supported language with the highest preference. Thai when the request names none, or none that is supported. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return {
        language: tag.trim().split('-')[0],
        quality: quality === undefined ? 1 : Number(quality.trim().slice(2)),
      };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .find(({ language }) => language === 'th' || language === 'en');
  return wanted?.language === 'en' ? 'en' : 'th';
}

export function wording(
  problem: Problem,
  language: Language,
): { readonly title: string; readonly detail: string } {
  const { title, detail } = (language === 'en' ? en : th)[problem.code];
  return {
    title,
    detail: detail.replace(/\{(\w+)\}/g, (_, name: string) => shown(problem.details[name], language)),
  };
}

function shown(value: JsonValue | undefined, language: Language): string {
  if (Array.isArray(value)) return value.map((each: JsonValue) => shown(each, language)).join(', ');
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return language === 'th' && isTime(value) ? formatBuddhist(new Date(value)) : String(value);
}

const isTime = (value: JsonValue): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));
