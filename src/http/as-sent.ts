import { Transform } from 'class-transformer';

const asSentKey = Symbol('members that stay as they were sent');

/**
 * A member whose content a decision checks, with its own error texts. It stays the object that was sent: a copy by class-transformer
 * silently lacks members that have the name of a method of every object (`toString`).
 */
export const AsSent = (): PropertyDecorator => (target, member) => {
  Reflect.defineMetadata(asSentKey, [...membersAsSent(target), member], target);
  Transform(({ obj }: { readonly obj: object }) => Reflect.get(obj, member) as unknown)(target, member);
};

/** The names of these members of a class, by its prototype. */
export const membersAsSent = (prototype: object): readonly PropertyKey[] =>
  (Reflect.getMetadata(asSentKey, prototype) as readonly PropertyKey[] | undefined) ?? [];
