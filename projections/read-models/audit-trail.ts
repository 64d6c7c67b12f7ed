import type { Actor } from '../../src/events/actor.js';
import {
  isIn,
  laoOf,
  type DomainEvent,
  type RecordedDomainEvent,
  type RecordedIn,
} from '../../src/events/domain-event.js';
import { provinceOf } from '../../src/events/streams.js';
import { normalizeThai } from '../../src/basics/thai-search.js';
import { asJson, type JsonObject } from '../../src/basics/json.js';
import { rowsOf } from '../../src/questionnaire/questionnaire.js';
import { collectionName } from '../engine/collection-name.js';
import type { Page } from './lao-statuses.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { Filter } from '../read-store/filter.js';
import type { ReadStore } from '../read-store/read-store.js';

type RoundEvent = RecordedIn<'survey' | 'province' | 'campaign' | 'questionnaire'>;

/** One event as an auditor sees it. `_id` is its position, zero-padded so that ids sort. */
export interface AuditEntry extends Document {
  readonly position: string;
  readonly stream: string;
  readonly category: RoundEvent['subject']['category'];
  readonly fiscalYear: number;
  /** The LAO that the event concerns; null if it does not concern exactly one. */
  readonly laoCode: string | null;
  /** Null for campaigns and questionnaires. */
  readonly provinceCode: string | null;
  /**
   * All LAOs whose history includes the event. A province certification is in the history of each LAO that it covers. An event that
   * concerns a whole province has `province-<code>` here.
   */
  readonly laos: readonly string[];
  /** The aspect of the form that the event concerns, else null. */
  readonly aspectId: string | null;
  readonly rowId: string | null;
  /** The title that the event gives to an added row, normalised for searching; absent for other events. */
  readonly addedTitle?: string;
  readonly revision: string;
  readonly type: DomainEvent['type'];
  readonly at: string;
  readonly sub: string;
  readonly actor: Actor;
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly hash: string;
  readonly data: JsonObject;
}

const definition = { name: 'audit_trail', version: 5 };
const collection = collectionName(definition);

export const auditTrailProjection: Projection = {
  ...definition,
  indexes: [
    ['fiscalYear', 'laos[]', '_id'],
    ['fiscalYear', 'laos[]', 'rowId', '_id'],
    ['fiscalYear', 'provinceCode', '_id'],
    ['fiscalYear', 'provinceCode', 'type', '_id'],
    ['fiscalYear', 'type', '_id'],
    ['fiscalYear', 'sub', '_id'],
    ['fiscalYear', '_id', 'at'],
  ],
  project: (event) => project(event),
};

const project = (event: RecordedDomainEvent): readonly Write[] => {
  // Audit reads and erasures of names are not survey events. They have separate lists.
  if (!isIn(event, 'survey', 'province', 'campaign', 'questionnaire')) return [];
  const { metadata, stream, subject, type } = event;
  const laos = laosOf(event);
  const position = event.position.toString();
  const { aspectId, rowId } = placeOf(event);
  const set = {
    position,
    stream,
    category: subject.category,
    fiscalYear: yearOf(event),
    laoCode: laoOf(event) ?? null,
    provinceCode: provinceCodeOf(subject),
    laos,
    aspectId,
    rowId,
    ...('rowId' in event.data && 'title' in event.data && { addedTitle: normalizeThai(event.data.title) }),
    revision: event.revision.toString(),
    type,
    at: metadata.time,
    sub: metadata.actor.sub,
    actor: asJson(metadata.actor),
    command: metadata.command,
    commandId: metadata.commandId,
    correlationId: metadata.correlationId,
    hash: metadata.hash,
    data: dataOf(event),
  };
  return [{ id: position.padStart(20, '0'), set }];
};

const placeOf = ({ data }: RecordedDomainEvent): { aspectId: string | null; rowId: string | null } => ({
  aspectId: 'aspectId' in data ? data.aspectId : null,
  rowId: 'rowId' in data ? data.rowId : null,
});

/** A version belongs to the year that it was made for, whichever rounds pin it. */
const yearOf = (event: RoundEvent): number =>
  isIn(event, 'questionnaire') ? event.data.questionnaire.fiscalYear : event.subject.fiscalYear;

/** The trail gives the size of a roster or a questionnaire instead of its content. */
const dataOf = (event: RoundEvent): JsonObject => {
  if (event.type === 'QuestionnairePublished') {
    const { questionnaire, ...rest } = event.data;
    const { version, titleTh, titleEn, aspects } = questionnaire;
    return asJson({ ...rest, version, titleTh, titleEn, rows: aspects.flatMap(rowsOf).length });
  }
  if (event.type !== 'ProvinceEnrolled') return asJson(event.data);
  const { laos, districts, ...rest } = event.data;
  return asJson({ ...rest, districts: districts.length, laos: laos.length });
};

const provinceCodeOf = (subject: RoundEvent['subject']): string | null => {
  if (subject.category === 'campaign' || subject.category === 'questionnaire') return null;
  if (subject.category === 'province') return subject.provinceCode;
  return provinceOf(subject.laoCode);
};

const wholeProvince = (provinceCode: string): string => `province-${provinceCode}`;

const laosOf = (event: RoundEvent): readonly string[] => {
  if (event.type === 'LaoWithdrawn' && event.data.successorCode !== null) {
    return [event.data.laoCode, event.data.successorCode];
  }
  const laoCode = laoOf(event);
  if (laoCode !== undefined) return [laoCode];
  if (event.type === 'ProvinceEnrolled') return event.data.laos.map((lao) => lao.code);
  if (event.type === 'ProvinceCertified') return event.data.laos.map((lao) => lao.laoCode);
  return isIn(event, 'province') ? [wholeProvince(event.subject.provinceCode)] : [];
};

export interface AuditFilter {
  readonly fiscalYear?: number | undefined;
  /** Selects the history of one LAO, including acts of its province that name or cover it. */
  readonly laoCode?: string | undefined;
  readonly provinceCode?: string | undefined;
  /** The person who acted. */
  readonly sub?: string | undefined;
  readonly type?: DomainEvent['type'] | undefined;
  readonly aspectId?: string | undefined;
  readonly rowId?: string | undefined;
  /** One of these LAOs, rows or people. */
  readonly laoCodes?: readonly string[] | undefined;
  readonly rowIds?: readonly string[] | undefined;
  readonly subs?: readonly string[] | undefined;
  /** ISO 8601 UTC; both bounds are inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Position of the last event to include. It keeps pages stable while the list grows. */
  readonly upTo?: string | undefined;
}

const idOf = (position: string): string => position.padStart(20, '0');

const storeFilter = ({
  laoCode,
  laoCodes,
  rowId,
  rowIds,
  sub,
  subs,
  from,
  to,
  upTo,
  ...equal
}: AuditFilter): Filter => ({
  ...equal,
  laoCode: laoCodes && { oneOf: laoCodes },
  rowId: rowId ?? (rowIds && { oneOf: rowIds }),
  sub: sub ?? (subs && { oneOf: subs }),
  laos: laoCode === undefined ? undefined : { oneOf: [laoCode, wholeProvince(provinceOf(laoCode))] },
  at: from === undefined && to === undefined ? undefined : { range: { gte: from, lte: to } },
  _id: upTo === undefined ? undefined : { range: { lte: idOf(upTo) } },
});

/** In log order or in reverse. */
export const auditTrail = async (
  store: ReadStore,
  filter: AuditFilter,
  { page, pageSize, order }: Page & { readonly order: 'oldest-first' | 'newest-first' },
): Promise<{ readonly items: readonly AuditEntry[]; readonly total: number }> => {
  const wanted = storeFilter(filter);
  const [items, total] = await Promise.all([
    store.find<AuditEntry>(collection, wanted, {
      sort: { _id: order === 'oldest-first' ? 1 : -1 },
      skip: (page - 1) * pageSize,
      limit: pageSize,
    }),
    store.count(collection, wanted),
  ]);
  return { items, total };
};

/** All events of these rows of one survey, in order. They give earlier answers and the names of added rows. */
export const historyOfRows = (
  store: ReadStore,
  { fiscalYear, laoCode }: { readonly fiscalYear: number; readonly laoCode: string },
  rowIds: readonly string[],
): Promise<readonly AuditEntry[]> =>
  store.find<AuditEntry>(
    collection,
    { fiscalYear, laos: laoCode, rowId: { oneOf: rowIds } },
    { sort: { _id: 1 } },
  );

/**
 * The added rows whose title has this text now or had it before, by id, with the last such title.
 * A removed row has a history, too.
 */
export const addedRowsTitled = async (
  store: ReadStore,
  scope: Pick<AuditFilter, 'fiscalYear' | 'provinceCode' | 'laoCode'>,
  text: string,
): Promise<ReadonlyMap<string, string>> => {
  const titled = { type: { oneOf: ['RowAdded', 'RowRenamed'] }, addedTitle: { containsOneOf: [text] } };
  const wanted = { ...storeFilter(scope), ...titled };
  const entries = await store.find<AuditEntry>(collection, wanted, { sort: { _id: 1 } });
  return new Map(entries.map(({ rowId, data }) => [rowId!, data['title'] as string]));
};

/** All events of these types in one round, in log order. */
export const actsOfRound = (
  store: ReadStore,
  fiscalYear: number,
  types: readonly DomainEvent['type'][],
): Promise<readonly AuditEntry[]> =>
  store.find<AuditEntry>(collection, { fiscalYear, type: { oneOf: types } }, { sort: { _id: 1 } });
