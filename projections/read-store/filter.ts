export type Scalar = string | number | boolean;

/** Bounds of one type, numbers or texts: a number is never more or less than a text. */
export interface Range {
  readonly gt?: string | number | undefined;
  readonly gte?: string | number | undefined;
  readonly lt?: string | number | undefined;
  readonly lte?: string | number | undefined;
}

/**
 * What is asked of one field, the whole language of both stores. A scalar asks for what equals it; null for what is null or missing. A
 * field that holds a list is found by each of its members.
 */
export type Condition =
  | Scalar
  | null
  | { readonly not: Scalar }
  | { readonly oneOf: readonly Scalar[] }
  | { readonly range: Range }
  /** One of these texts is part of it. */
  | { readonly containsOneOf: readonly string[] };

/** All conditions hold. A field without a condition is not asked about, so an optional part of a question needs no case of its own. */
export type Filter = { readonly [field: string]: Condition | undefined };

/** The fields that are asked about. */
export const conditionsOf = (filter: Filter): readonly (readonly [field: string, Condition])[] =>
  Object.entries(filter).flatMap(([field, condition]) =>
    condition === undefined ? [] : [[field, condition] as const],
  );

const bounds = ['gt', 'gte', 'lt', 'lte'] as const;

/** The bounds that are given. */
export const boundsOf = (
  range: Range,
): readonly (readonly [bound: (typeof bounds)[number], value: string | number])[] =>
  bounds.flatMap((bound) => {
    const value = range[bound];
    return value === undefined ? [] : [[bound, value] as const];
  });
