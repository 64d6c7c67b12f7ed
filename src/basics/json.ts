/** A value that JSON carries without loss. Events, read models and problem details consist of such values. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * The type of a value as JSON. Fields that JSON does not carry (a Date, a Map, a bigint, an unknown) become `never`. An
 * interface has no index signature, so the compiler does not accept it as a `JsonObject`; it accepts this form of it.
 */
export type JsonOf<T> = unknown extends T
  ? never
  : T extends JsonValue | undefined
    ? T
    : T extends bigint | symbol | ((...args: never) => unknown)
      ? never
      : { readonly [key in keyof T]: JsonOf<T[key]> };

/** Returns the value itself; the compiler checks that it is JSON. */
export const asJson = <T>(value: T & JsonOf<T>): JsonOf<T> => value;
