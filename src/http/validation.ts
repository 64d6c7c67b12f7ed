import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { problems } from '../problems/catalogue.js';
import { membersAsSent } from './as-sent.js';

interface Violation {
  readonly path: string;
  readonly message: string;
}

/**
 * Checks members named `constructor` like any other content. The parser already refuses those that could pollute a prototype. Nest's pipe
 * would silently drop the rest, and class-validator accepts every name of `Object.prototype` as a known member.
 */
class CandidPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const inherited = inheritedNames(value, membersAsSent((metadata.metatype?.prototype ?? {}) as object));
    if (inherited.length > 0) throw problems.invalidRequest(inherited);
    return (await super.transform(value, metadata)) as unknown;
  }

  protected override stripProtoKeys(): void {
    // Nest would drop members here. This pipe keeps them, so that they are checked.
  }
}

/** Bodies and queries may hold only the members of their classes. An unknown member is an error, so that the sender notices the mistake. */
export const createValidationPipe = (): ValidationPipe =>
  new CandidPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => problems.invalidRequest(violations(errors)),
  });

/** Members whose names every object inherits. The depth of a body is limited before this, so recursion is safe. */
const inheritedNames = (
  value: unknown,
  except: readonly PropertyKey[],
  parent = '',
): readonly Violation[] => {
  // A file has bytes, not members.
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    if (parent === '' && except.includes(name)) return inheritedBelow(member, path);
    if (name in Object.prototype) return [{ path, message: `property ${name} should not exist` }];
    return inheritedNames(member, [], path);
  });
};

/**
 * The names in a member that is taken as sent are data, such as ids of rows. The members of its members are not. class-transformer takes
 * the value of `constructor` for a class, so only null can have that name.
 */
const inheritedBelow = (member: unknown, path: string): readonly Violation[] => {
  if (typeof member !== 'object' || member === null) return [];
  return Object.entries(member).flatMap(([name, inner]) =>
    name === 'constructor' && inner !== null
      ? [{ path: `${path}.${name}`, message: `property ${name} should not exist` }]
      : inheritedNames(inner, [], `${path}.${name}`),
  );
};

const violations = (errors: readonly ValidationError[], parent = ''): readonly Violation[] =>
  errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...violations(error.children ?? [], path)];
  });
