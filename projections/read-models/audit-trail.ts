import type { Actor } from '../../src/events/actor.js';
import {
  isIn,
  unknownEvent,
  type DomainEvent,
  type RecordedDomainEvent,
  type RecordedIn,
} from '../../src/events/domain-event.js';
import { provinceOf } from '../../src/events/streams.js';
import type { JsonObject } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import type { Page } from './lao-statuses.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { Filter, ReadStore } from '../read-store/read-store.js';

type RoundEvent = RecordedIn<'survey' | 'province' | 'campaign'>;

/** One event, as an auditor reads it. `_id` is its position, zero-padded so that it sorts. */
export interface AuditEntry extends Document {
  readonly position: string;
  readonly stream: string;
  readonly category: RoundEvent['subject']['category'];
  readonly fiscalYear: number;
  /** The one LAO it is about, else null. */
  readonly laoCode: string | null;
  /** Null for campaigns. */
  readonly provinceCode: string | null;
  /**
   * Every LAO whose history it belongs to: a certification of the province belongs to that of each LAO that it covers. What concerns
   * all of a province, whichever its LAOs are, has `province-<code>` here.
   */
  readonly laos: readonly string[];
  /** What it is about inside the form, else null. */
  readonly aspectId: string | null;
  readonly rowId: string | null;
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

/** What it is called where read models tell how far they are. */
export const auditTrailDefinition = { name: 'audit_trail', version: 3 };
const collection = collectionName(auditTrailDefinition);

export const auditTrailOf = (): Projection => {
  const shared = new Shared();
  return {
    ...auditTrailDefinition,
    indexes: [
      ['fiscalYear', 'laos', '_id'],
      ['fiscalYear', 'laos', 'rowId', '_id'],
      ['fiscalYear', 'provinceCode', '_id'],
      ['fiscalYear', 'provinceCode', 'type', '_id'],
      ['fiscalYear', 'type', '_id'],
      ['fiscalYear', 'sub', '_id'],
      ['fiscalYear', '_id'],
    ],
    project: (event) => project(shared, event),
  };
};

/**
 * Texts and actors that thousands of events repeat, each kept once: what a log gives is a copy of its own for every event. It changes
 * where a value lies, never what it is.
 */
class Shared {
  private readonly values = new Map<string, string>();
  private readonly actors = new Map<string, JsonObject>();
  private readonly lists = new Map<string, readonly string[]>();

  text(value: string): string {
    return remembered(this.values, value, value);
  }

  actor(actor: Actor): JsonObject {
    const key = `${actor.sub}\n${actor.role}\n${actor.laoCode ?? ''}\n${actor.provinceCode ?? ''}`;
    return remembered(this.actors, key, actor as unknown as JsonObject);
  }

  list(codes: readonly string[]): readonly string[] {
    return codes.length === 1 ? remembered(this.lists, codes[0]!, codes) : codes;
  }
}

const remembered = <Value>(known: Map<string, Value>, key: string, value: Value): Value => {
  const before = known.get(key);
  if (before !== undefined) return before;
  known.set(key, value);
  return value;
};

const project = (shared: Shared, event: RecordedDomainEvent): readonly Write[] => {
  // Who looked, and whose name was erased, are no events of a survey: they have lists of their own.
  if (!isIn(event, 'survey', 'province', 'campaign')) return [];
  const { metadata, stream, subject, type } = event;
  const laos = laosOf(event);
  const position = event.position.toString();
  const { aspectId, rowId } = placeOf(event);
  const set = {
    position,
    stream: shared.text(stream),
    category: subject.category,
    fiscalYear: subject.fiscalYear,
    laoCode: oneLaoOf(event),
    provinceCode: provinceCodeOf(subject),
    laos: shared.list(laos),
    aspectId: aspectId && shared.text(aspectId),
    rowId: rowId && shared.text(rowId),
    revision: event.revision.toString(),
    type: shared.text(type),
    at: metadata.time,
    sub: shared.text(metadata.actor.sub),
    actor: shared.actor(metadata.actor),
    command: shared.text(metadata.command),
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

const oneLaoOf = (event: RoundEvent): string | null => {
  if (event.subject.category === 'survey') return event.subject.laoCode;
  if (event.type === 'LaoEnrolled') return event.data.lao.code;
  return 'laoCode' in event.data ? event.data.laoCode : null;
};

/** A roster is a page of its own, not a line of the trail: here it is told by its size. */
const dataOf = (event: RoundEvent): JsonObject => {
  if (event.type !== 'ProvinceEnrolled') return event.data as unknown as JsonObject;
  const { laos, districts, ...rest } = event.data;
  return { ...rest, districts: districts.length, laos: laos.length } as unknown as JsonObject;
};

const provinceCodeOf = (subject: RoundEvent['subject']): string | null => {
  if (subject.category === 'campaign') return null;
  if (subject.category === 'province') return subject.provinceCode;
  return provinceOf(subject.laoCode);
};

const wholeProvince = (provinceCode: string): string => `province-${provinceCode}`;

const laosOf = (event: RoundEvent): readonly string[] => {
  switch (event.type) {
    case 'AnswerRecorded':
    case 'RowAdded':
    case 'RowRemoved':
    case 'AspectSaved':
    case 'LaoCertified':
      return [event.subject.laoCode];
    case 'LaoReturned':
    case 'LaoRenamed':
    case 'LaoMoved':
      return [event.data.laoCode];
    case 'LaoEnrolled':
      return [event.data.lao.code];
    case 'LaoWithdrawn': {
      const { laoCode, successorCode } = event.data;
      return successorCode === null ? [laoCode] : [laoCode, successorCode];
    }
    case 'ProvinceEnrolled':
      return event.data.laos.map((lao) => lao.code);
    case 'ProvinceCertified':
      return event.data.laos.map((lao) => lao.laoCode);
    case 'ProvinceCertificationRevoked':
      return [wholeProvince(event.subject.provinceCode)];
    case 'CampaignOpened':
    case 'CampaignWidened':
    case 'CampaignExtended':
    case 'CampaignClosed':
      return [];
    default:
      return unknownEvent(event);
  }
};

export interface AuditFilter {
  readonly fiscalYear?: number | undefined;
  /** One LAO's history, with the acts of its province that name or cover it. */
  readonly laoCode?: string | undefined;
  readonly provinceCode?: string | undefined;
  /** The person who acted. */
  readonly sub?: string | undefined;
  readonly type?: DomainEvent['type'] | undefined;
  readonly aspectId?: string | undefined;
  readonly rowId?: string | undefined;
  /** ISO 8601 UTC, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Position of the last event that counts: pages of a list that grows stay where they were. */
  readonly upTo?: string | undefined;
}

const idOf = (position: string): string => position.padStart(20, '0');

const storeFilter = ({ laoCode, from, to, upTo, ...equal }: AuditFilter): Filter => {
  const at = { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lte: to }) };
  return {
    ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
    ...(laoCode !== undefined && { laos: { $in: [laoCode, wholeProvince(provinceOf(laoCode))] } }),
    ...(Object.keys(at).length > 0 && { at }),
    ...(upTo !== undefined && { _id: { $lte: idOf(upTo) } }),
  };
};

/** In the log's order, or against it. */
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

/** Everything that ever happened to these rows of one survey, in order: what an answer was before, and what an added row is called. */
export const historyOfRows = (
  store: ReadStore,
  { fiscalYear, laoCode }: { readonly fiscalYear: number; readonly laoCode: string },
  rowIds: readonly string[],
): Promise<readonly AuditEntry[]> =>
  store.find<AuditEntry>(
    collection,
    { fiscalYear, laos: laoCode, rowId: { $in: [...rowIds] } },
    { sort: { _id: 1 } },
  );

const certifying = [
  'LaoCertified',
  'LaoReturned',
  'ProvinceCertified',
  'ProvinceCertificationRevoked',
] as const;

/** When each LAO of the province (of the nation, if none is named), and the province itself, was certified and undone, in order. */
export const certificationTimes = async (
  store: ReadStore,
  fiscalYear: number,
  provinceCode?: string,
  upTo?: string,
): Promise<readonly AuditEntry[]> => {
  const found = await Promise.all(
    certifying.map((type) =>
      store.find<AuditEntry>(collection, storeFilter({ fiscalYear, provinceCode, type, upTo })),
    ),
  );
  return found.flat().sort((a, b) => (a._id < b._id ? -1 : 1));
};
