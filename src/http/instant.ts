import { applyDecorators } from '@nestjs/common';
import { isISO8601, IsISO8601, isRFC3339, IsRFC3339 } from 'class-validator';

const strictly = { strict: true, strictSeparator: true };

/**
 * An instant in the contract's form, with its offset. Both standards are checked: ISO 8601 alone allows week and ordinal dates, and RFC
 * 3339 alone allows 30 February.
 */
export const IsInstant = (): PropertyDecorator => applyDecorators(IsRFC3339(), IsISO8601(strictly));

/** The same check, for a text that is not a property of a class. */
export const isInstant = (text: string): boolean => isRFC3339(text) && isISO8601(text, strictly);
