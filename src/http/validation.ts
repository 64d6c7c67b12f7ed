import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { problems } from '../problems/catalogue.js';
import { membersAsSent } from './as-sent.js';

interface Violation {
  readonly path: string;
  readonly message: string;
}

/**
 * The parser refuses what would poison a prototype; whatever else is called `constructor` is content, and must be judged like any other:
 * Nest's pipe would drop it without a word, and class-validator takes every name of `Object.prototype` for a member that is known.
 */
class CandidPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const inherited = inheritedNames(value, membersAsSent((metadata.metatype?.prototype ?? {}) as object));
    if (inherited.length > 0) throw problems.invalidRequest(inherited);
    return (await super.transform(value, metadata)) as unknown;
  }

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

/** Members that are called as something that every object inherits. A body's depth is bounded before, so this may recurse. */
const inheritedNames = (
  value: unknown,
  except: readonly PropertyKey[],
  parent = '',
): readonly Violation[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (parent === '' && except.includes(name)) return [];
    const path = parent === '' ? name : `${parent}.${name}`;
    if (name in Object.prototype) return [{ path, message: `property ${name} should not exist` }];
    return inheritedNames(member, [], path);
  });
};

const violations = (errors: readonly ValidationError[], parent = ''): readonly Violation[] =>
  errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...violations(error.children ?? [], path)];
  });
