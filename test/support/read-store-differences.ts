import {
  documentDifferences,
  type DocumentDifference,
} from '../../projections/maintenance/document-differences.js';
import type { AnyDocument } from '../../projections/read-store/document.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';

/** Compares two builds of read models, byte for byte in canonical form. */
export const differences = async (
  a: ReadStore,
  b: ReadStore,
  collections: readonly string[],
): Promise<readonly DocumentDifference[]> => {
  const found: DocumentDifference[] = [];
  for (const collection of collections) {
    const others = new Map<string, AnyDocument>();
    for await (const document of b.scan<AnyDocument>(collection)) others.set(document._id, document);
    for await (const document of a.scan<AnyDocument>(collection)) {
      const id = document._id;
      const other = others.get(id);
      others.delete(id);
      found.push(...documentDifferences(collection, id, document, other));
    }
    for (const [id, document] of others) {
      found.push(...documentDifferences(collection, id, undefined, document));
    }
  }
  return found;
};
