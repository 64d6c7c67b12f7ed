/** A collection carries its projection's version: the next one is built beside it, and queries of this code read this code's version. */
export const collectionName = (projection: { readonly name: string; readonly version: number }): string =>
  `${projection.name}_v${projection.version}`;
