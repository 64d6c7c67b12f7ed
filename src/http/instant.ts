import { applyDecorators } from '@nestjs/common';
import { isISO8601, IsISO8601, isRFC3339, IsRFC3339 } from 'class-validator';

const strictly = { strict: true, strictSeparator: true };

/** An instant as the contract writes it, with its offset. ISO 8601 alone also has weeks and ordinal days, RFC 3339 alone a 30 February. */
export const IsInstant = (): PropertyDecorator => applyDecorators(IsRFC3339(), IsISO8601(strictly));

/** The same, for a text that is not a class's property. */
export const isInstant = (text: string): boolean => isRFC3339(text) && isISO8601(text, strictly);
