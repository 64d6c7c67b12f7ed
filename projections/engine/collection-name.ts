/**
 * A collection's name has its projection's version. So a new version is built beside the old one, and code reads its
 * own version.
 */
export const collectionName = (projection: { readonly name: string; readonly version: number }): string =>
  `${projection.name}_v${projection.version}`;
