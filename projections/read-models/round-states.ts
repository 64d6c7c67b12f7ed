import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import { collectionName } from '../engine/collection-name.js';
import { placeOf } from '../engine/place.js';
import type { DocumentState } from '../engine/document-states.js';
import type { Projection } from '../engine/projection.js';
import type { Document, Write } from '../read-store/document.js';
import type { Condition, Filter } from '../read-store/filter.js';
import { UnpreparedCollection, type FindOptions, type ReadStoreQueries } from '../read-store/read-store.js';
import { campaigns } from './campaigns.js';
import { laoStatuses, wholeStatus, type LaoStatus } from './lao-statuses.js';
import { provinceStatuses } from './province-statuses.js';
import { rosters } from './rosters.js';

/** The read models with small documents. A form is too big: it comes from its stream. */
const kept = [laoStatuses, provinceStatuses, campaigns, rosters];

/** All documents with every state they had. `kind` is the read model's name, and `document` the kind with the id. */
const project = (event: RecordedDomainEvent): readonly Write[] =>
  kept.flatMap((projection) =>
    projection.project(event).map(({ id, set, unset }) => ({
      id: `${projection.name}.${id}`,
      set: { ...set, kind: projection.name },
      ...(unset && { unset }),
    })),
  );

/** A roster that an upgrade derived counts from the campaign's opening. Before it, no question reaches the round. */
const countsFromBeginning = (event: RecordedDomainEvent): boolean =>
  event.type === 'ProvinceEnrolled' && event.data.countsFrom !== undefined;

export const roundStates: Projection = {
  name: 'round_states',
  version: kept.reduce((sum, { version }) => sum + version, 0),
  indexes: [
    ['document', 'from'],
    ['kind', 'asked', 'fiscalYear', 'until', 'from', 'provinceCode', 'status', 'started'],
    ['kind', 'asked', '-fiscalYear', 'rank', 'until', 'from', 'status', 'search~'],
    ['kind', 'fiscalYear', 'provinceCode', 'until', 'from'],
    ['kind', 'fiscalYear', 'successorCode', 'until', 'from'],
    ['kind', 'laoCode', 'until', 'from'],
    ['kind', 'enrolled', 'fiscalYear', 'until', 'from', 'rank'],
  ],
  project,
  states: { countsFromBeginning },
};
const collection = collectionName(roundStates);
const kinds = new Map(kept.map((projection) => [collectionName(projection), projection.name]));

interface RoundDocument extends Document {
  readonly fiscalYear: number;
}

type State<D> = D & RoundDocument & DocumentState & { readonly kind: string };

/** The small documents as they were right after a position. Every other collection throws `UnpreparedCollection`. */
export class RoundsAsOf implements ReadStoreQueries {
  private constructor(
    private readonly states: ReadStoreQueries,
    private readonly place: string,
    /** The rounds that were opened by then. A roster that was derived later says nothing about others. */
    private readonly rounds: readonly number[],
  ) {}

  /** The store must have all states up to the position. */
  static async at(states: ReadStoreQueries, position: bigint): Promise<RoundsAsOf> {
    const place = placeOf(position < 0n ? 0n : position);
    const filter = { kind: campaigns.name, ...validAt(place) };
    const opened = await states.find<RoundDocument>(collection, filter);
    return new RoundsAsOf(
      states,
      place,
      opened.map(({ fiscalYear }) => fiscalYear),
    );
  }

  async findById<D extends Document>(name: string, id: string): Promise<D | undefined> {
    return (await this.withIds<D>(name, [id]))[0];
  }

  async find<D extends Document>(
    name: string,
    { _id: ids, ...filter }: Filter,
    options?: FindOptions,
  ): Promise<readonly D[]> {
    if (ids !== undefined) return this.withIds<D>(name, idsIn(ids), filter, options);
    const found = await this.states.find<State<D>>(collection, this.filter(name, filter), options);
    return found.map(documentIn<D>);
  }

  async count(name: string, filter: Filter): Promise<number> {
    return this.states.count(collection, this.filter(name, filter));
  }

  async countBy(name: string, filter: Filter, fields: readonly string[]) {
    return this.states.countBy(collection, this.filter(name, filter), fields);
  }

  /** Ids alone choose the index: with another equality a store may take a wider one. */
  private async withIds<D extends Document>(
    name: string,
    ids: readonly string[],
    filter: Filter = {},
    options?: FindOptions,
  ): Promise<readonly D[]> {
    const kind = kindOf(name);
    const document = { oneOf: ids.map((id) => `${kind}.${id}`) };
    const wanted = { document, ...filter, ...validAt(this.place) };
    const found = await this.states.find<State<D>>(collection, wanted, options);
    return found.filter(({ fiscalYear }) => this.rounds.includes(fiscalYear)).map(documentIn<D>);
  }

  private filter(name: string, { fiscalYear, ...filter }: Filter): Filter {
    return { kind: kindOf(name), fiscalYear: this.known(fiscalYear), ...filter, ...validAt(this.place) };
  }

  private known(fiscalYear: Condition | undefined): Condition {
    if (fiscalYear === undefined) return this.rounds.length === 1 ? this.rounds[0]! : { oneOf: this.rounds };
    if (typeof fiscalYear !== 'number') throw new Error('the past is asked for one round or for all');
    return this.rounds.includes(fiscalYear) ? fiscalYear : { oneOf: [] };
  }
}

/**
 * The documents of a read model that changed after one position and up to another, as they became, oldest first. Undefined if more than
 * `most` documents of all read models changed.
 */
export const changedBetween = async <D extends Document>(
  states: ReadStoreQueries,
  name: string,
  [after, upTo]: readonly [after: bigint, upTo: bigint],
  most: number,
): Promise<readonly D[] | undefined> => {
  const kind = kindOf(name);
  // The ids begin with the place of the event that made the state.
  const begun = { _id: { range: { gt: `${placeOf(after)}~`, lte: `${placeOf(upTo)}~` } } };
  const found = await states.find<State<D>>(collection, begun, { sort: { _id: 1 }, limit: most + 1 });
  return found.length > most ? undefined : found.filter((each) => each.kind === kind).map(documentIn<D>);
};

/** Every LAO that was ever in the province's roster, in list order: only these documents have an index for it. */
export const everyStatusOfProvince = async (
  rounds: RoundsAsOf,
  fiscalYear: number,
  provinceCode: string,
): Promise<readonly LaoStatus[]> => {
  const laos = collectionName(laoStatuses);
  const found = await rounds.find<LaoStatus>(laos, { fiscalYear, provinceCode }, { sort: { rank: 1 } });
  return found.map(wholeStatus);
};

const validAt = (place: string): Filter => ({
  until: { range: { gt: place } },
  from: { range: { lte: place } },
});

/** @throws UnpreparedCollection */
const kindOf = (name: string): string => {
  const kind = kinds.get(name);
  if (kind === undefined) throw new UnpreparedCollection(name);
  return kind;
};

const idsIn = (condition: Condition): readonly string[] => {
  if (typeof condition === 'string') return [condition];
  if (typeof condition === 'object' && condition !== null && 'oneOf' in condition)
    return condition.oneOf.map(String);
  throw new Error('the past is asked for documents by their ids');
};

const documentIn = <D extends Document>({ kind, document, from: _, until: __, ...rest }: State<D>): D =>
  ({ ...rest, _id: document.slice(kind.length + 1) }) as Document as D;
