import type { Actor } from '../src/access/actor.js';
import type { Directory } from '../src/directory/directory.js';
import type { DomainEvent, RecordedDomainEvent } from '../src/event-store/domain-event.js';
import type { StreamName } from '../src/event-store/streams.js';
import type { JsonObject } from '../src/json.js';
import { collectionName } from './collection-name.js';
import { unknownEvent } from './event-subject.js';
import type { Page } from './lao-statuses.js';
import type { Document, Projection, Write } from './projection.js';
import type { Filter, ReadStore } from './read-store/read-store.js';

type SurveySubject = Extract<StreamName, { readonly fiscalYear: number }>;

/** One event, as an auditor reads it. `_id` is its position, zero-padded so that it sorts. */
export interface AuditEntry extends Document {
  readonly position: string;
  readonly stream: string;
  readonly category: SurveySubject['category'];
  readonly fiscalYear: number;
  /** The one LAO it is about, else null. */
  readonly laoCode: string | null;
  /** Null for campaigns, and for an LAO that the directory does not know. */
  readonly provinceCode: string | null;
  /** Every LAO whose history it belongs to: a certification of the province belongs to that of each of its LAOs. */
  readonly laos: readonly string[];
  readonly revision: string;
  readonly type: DomainEvent['type'];
  readonly at: string;
  readonly actor: Actor;
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly hash: string;
  readonly data: JsonObject;
}

const definition = { name: 'audit_trail', version: 1 };
const collection = collectionName(definition);

export const auditTrailOf = (directory: Directory): Projection => ({
  ...definition,
  indexes: [
    ['fiscalYear', 'laos', '_id'],
    ['fiscalYear', 'provinceCode', 'type', '_id'],
    ['fiscalYear', '_id'],
  ],
  project: (event) => project(directory, event),
});

const project = (directory: Directory, event: RecordedDomainEvent): readonly Write[] => {
  const { metadata, stream, subject, type } = event;
  // Who looked, and whose name was erased, are no events of a survey: they have lists of their own.
  if (subject.category === 'reading' || subject.category === 'person') return [];
  const laos = laosOf(directory, event);
  const position = event.position.toString();
  const set = {
    position,
    stream,
    category: subject.category,
    fiscalYear: subject.fiscalYear,
    laoCode: type === 'LaoReturned' || subject.category === 'survey' ? laos[0]! : null,
    provinceCode: provinceCodeOf(directory, subject),
    laos,
    revision: event.revision.toString(),
    type,
    at: metadata.time,
    actor: metadata.actor as unknown as JsonObject,
    command: metadata.command,
    commandId: metadata.commandId,
    correlationId: metadata.correlationId,
    hash: metadata.hash,
    data: event.data as unknown as JsonObject,
  };
  return [{ id: position.padStart(20, '0'), set }];
};

const provinceCodeOf = (directory: Directory, subject: SurveySubject): string | null => {
  if (subject.category === 'campaign') return null;
  if (subject.category === 'province') return subject.provinceCode;
  return directory.lao(subject.laoCode)?.provinceCode ?? null;
};

const laosOf = (directory: Directory, event: RecordedDomainEvent): readonly string[] => {
  const { subject } = event;
  switch (event.type) {
    case 'AnswerRecorded':
    case 'RowAdded':
    case 'RowRemoved':
    case 'AspectSaved':
    case 'LaoCertified':
      return subject.category === 'survey' ? [subject.laoCode] : [];
    case 'LaoReturned':
      return [event.data.laoCode];
    case 'ProvinceCertified':
      return event.data.laos.map((lao) => lao.laoCode);
    case 'ProvinceCertificationRevoked':
      return subject.category === 'province'
        ? directory.laosOf(subject.provinceCode).map((lao) => lao.code)
        : [];
    case 'CampaignOpened':
    case 'CampaignExtended':
    case 'CampaignClosed':
    case 'AuditDataRead':
    case 'PersonalDataCorrected':
    case 'PersonalDataErased':
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
  readonly types?: readonly DomainEvent['type'][] | undefined;
  /** ISO 8601 UTC, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly aspectId?: string | undefined;
  readonly rowId?: string | undefined;
}

const storeFilter = (filter: AuditFilter): Filter => {
  const at = {
    ...(filter.from !== undefined && { $gte: filter.from }),
    ...(filter.to !== undefined && { $lte: filter.to }),
  };
  return {
    ...(filter.fiscalYear !== undefined && { fiscalYear: filter.fiscalYear }),
    ...(filter.laoCode !== undefined && { laos: filter.laoCode }),
    ...(filter.provinceCode !== undefined && { provinceCode: filter.provinceCode }),
    ...(filter.types && { type: { $in: [...filter.types] } }),
    ...(Object.keys(at).length > 0 && { at }),
    ...(filter.aspectId !== undefined && { 'data.aspectId': filter.aspectId }),
    ...(filter.rowId !== undefined && { 'data.rowId': filter.rowId }),
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

/** When each LAO of the province, and the province itself, was certified and undone, in order. */
export const certificationTimes = (
  store: ReadStore,
  fiscalYear: number,
  provinceCode: string,
): Promise<readonly AuditEntry[]> => {
  const types = ['LaoCertified', 'LaoReturned', 'ProvinceCertified', 'ProvinceCertificationRevoked'] as const;
  return store.find<AuditEntry>(collection, storeFilter({ fiscalYear, provinceCode, types }), {
    sort: { _id: 1 },
  });
};
