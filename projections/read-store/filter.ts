export type Scalar = string | number | boolean;

/** Bounds of one type, numbers or texts. A number and a text do not compare. */
export interface Range {
  readonly gt?: string | number | undefined;
  readonly gte?: string | number | undefined;
  readonly lt?: string | number | undefined;
  readonly lte?: string | number | undefined;
}

/**
 * A condition on one field. Both stores support all conditions and no others. A scalar matches an equal value; null matches null or a
 * missing field. A list field matches by each of its members.
 */
export type Condition =
  | Scalar
  | null
  | { readonly not: Scalar }
  | { readonly oneOf: readonly Scalar[] }
  | { readonly range: Range }
  /** The field contains one of these texts. */
  | { readonly containsOneOf: readonly string[] };

/** All conditions must hold. A field with an undefined condition is ignored, so optional conditions need no special case. */
export type Filter = { readonly [field: string]: Condition | undefined };

/** The fields that have a condition. */
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
