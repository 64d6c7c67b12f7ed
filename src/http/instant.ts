import { applyDecorators } from '@nestjs/common';
import { IsISO8601, IsRFC3339 } from 'class-validator';

/** An instant as the contract writes it, with its offset. ISO 8601 alone also has weeks and ordinal days, RFC 3339 alone a 30 February. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(IsRFC3339(), IsISO8601({ strict: true, strictSeparator: true }));
