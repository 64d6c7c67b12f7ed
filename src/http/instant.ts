import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isISO8601, IsISO8601, isRFC3339, IsRFC3339, ValidateBy } from 'class-validator';
import { BUDDHIST_ERA, edgeOfDay, FIRST_PLAUSIBLE_YEAR, type DayEdge } from '../basics/thai-time.js';

const strictly = { strict: true, strictSeparator: true };

const yearOf = (value: unknown): number => (typeof value === 'string' ? Number(value.slice(0, 4)) : NaN);

/** An instant of the year 2570 would be 543 years away: the sender means พ.ศ. 2570. */
const IsCommonEra = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCommonEra',
    validator: {
      validate: (value) => !(yearOf(value) >= FIRST_PLAUSIBLE_YEAR),
      defaultMessage: (given) => {
        const year = yearOf(given?.value);
        return `${given?.property} must be in the common era: for พ.ศ. ${year} write ${year - BUDDHIST_ERA}`;
      },
    },
  });

/**
 * An instant in the contract's form, with its offset. Both standards are checked: ISO 8601 alone allows week and ordinal dates, and RFC
 * 3339 alone allows 30 February.
 */
export const IsInstant = (): PropertyDecorator => applyDecorators(IsRFC3339(), IsISO8601(strictly));

/** The same check, for a text that is not a property of a class. */
export const isInstant = (text: string): boolean => isRFC3339(text) && isISO8601(text, strictly);

/** An instant, or a day alone (`2026-11-26`): the whole day in Bangkok, so a beginning is its first instant and an end its last. */
export const IsInstantOrDay = (edge: DayEdge): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { readonly value: unknown }) =>
      typeof value === 'string' ? (edgeOfDay(value, edge)?.toISOString() ?? value) : value,
    ),
    IsInstant(),
    IsCommonEra(),
  );
