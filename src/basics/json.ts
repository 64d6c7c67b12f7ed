/** A value that JSON carries without loss: what events, read models and problem details are made of. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * The type of a value as JSON: fields that JSON does not carry (a Date, a Map, a bigint, something unknown) become `never`.
 * An interface has no index signature, so the compiler does not take it for a `JsonObject`; this form of it, it does.
 */
export type JsonOf<T> = unknown extends T
  ? never
  : T extends JsonValue | undefined
    ? T
    : T extends bigint | symbol | ((...args: never) => unknown)
      ? never
      : { readonly [key in keyof T]: JsonOf<T[key]> };

/** The value itself, which the compiler has found to be JSON. */
export const asJson = <T>(value: T & JsonOf<T>): JsonOf<T> => value;
