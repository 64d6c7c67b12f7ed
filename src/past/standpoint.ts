import { collectionName } from '../../projections/engine/collection-name.js';
import { surveyForms } from '../../projections/read-models/survey-forms.js';
import { RoundsAsOf } from '../../projections/read-models/round-states.js';
import type { AnyDocument, Document } from '../../projections/read-store/document.js';
import type { Filter } from '../../projections/read-store/filter.js';
import {
  UnpreparedCollection,
  type FindOptions,
  type ReadStoreQueries,
} from '../../projections/read-store/read-store.js';

/** Replaces the live read models for a query: the read models at a past moment, and the time of that moment. */
export interface Standpoint {
  readonly store: ReadStoreQueries;
  readonly now: Date;
  /** The last event up to the moment. */
  readonly position: bigint;
}

/** Stored forms by id. */
export type Forms = ReadonlyMap<string, AnyDocument>;

const forms = collectionName(surveyForms);

/** The rounds at a past moment, with the forms that a query needs. */
export class WithForms implements ReadStoreQueries {
  constructor(
    private readonly rounds: RoundsAsOf,
    private readonly found: Forms,
  ) {}

  async findById<D extends Document>(collection: string, id: string): Promise<D | undefined> {
    if (collection !== forms) return this.rounds.findById<D>(collection, id);
    return this.found.get(id) as Document as D | undefined;
  }

  async find<D extends Document>(
    collection: string,
    filter: Filter,
    options?: FindOptions,
  ): Promise<readonly D[]> {
    if (collection !== forms) return this.rounds.find<D>(collection, filter, options);
    const { _id: ids } = filter;
    if (typeof ids !== 'object' || ids === null || !('oneOf' in ids)) throw new UnpreparedCollection(forms);
    return ids.oneOf.flatMap((id) => (this.found.get(String(id)) as Document as D | undefined) ?? []);
  }

  count(collection: string, filter: Filter): Promise<number> {
    return this.rounds.count(collection, filter);
  }

  countBy(collection: string, filter: Filter, fields: readonly string[]) {
    return this.rounds.countBy(collection, filter, fields);
  }
}
