import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { problems } from '../problems/catalogue.js';

/**
 * The parser refuses what would poison a prototype; whatever else is called `constructor` is content, and must be judged like any other:
 * Nest's pipe would drop it without a word.
 */
class CandidPipe extends ValidationPipe {
  protected override stripProtoKeys(): void {
    // Nothing is dropped.
  }
}

/** Bodies and queries are their classes and nothing more: an unknown member is a mistake somebody wants to hear of. */
export const createValidationPipe = (): ValidationPipe =>
  new CandidPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => problems.invalidRequest(violations(errors)),
  });

const violations = (
  errors: readonly ValidationError[],
  parent = '',
): readonly { readonly path: string; readonly message: string }[] =>
  errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...violations(error.children ?? [], path)];
  });
