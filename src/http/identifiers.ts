import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';

/**
 * Filters of audit data stay in the access log permanently. They are codes and ids, never free text, since free text may hold a person's
 * name.
 */
const identifier = /^[\w-]{1,64}$/;

/** A code of the directory, or an id of the questionnaire. */
export const IsIdentifier = (): PropertyDecorator => applyDecorators(Matches(identifier));

/** A person as the identity provider names them (OpenID Connect `sub`): ASCII without spaces. */
export const IsSubject = (): PropertyDecorator => applyDecorators(Matches(/^[\x21-\x7e]{1,255}$/));
