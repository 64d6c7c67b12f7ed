import type { Actor } from '../../src/events/actor.js';
import { isIn, type RecordedDomainEvent } from '../../src/events/domain-event.js';
import { asJson } from '../../src/basics/json.js';
import type { AuditDataRead } from '../../src/events/audit-read-events.js';
import { collectionName } from '../engine/collection-name.js';
import type { Page } from './lao-statuses.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { Filter } from '../read-store/filter.js';
import type { ReadStore } from '../read-store/read-store.js';

/** One read of audit data. `_id` is the event's position, zero-padded so that ids sort. */
export type AuditReadEntry = Document &
  AuditDataRead['data'] & {
    readonly position: string;
    readonly at: string;
    /** The reader's subject, followed by the role and office of the reader. */
    readonly sub: string;
    readonly actor: Actor;
  };

const definition = { name: 'audit_readings', version: 1 };
const collection = collectionName(definition);

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!isIn(event, 'reading')) return [];
  const { metadata, data } = event;
  const position = event.position.toString();
  const actor = asJson(metadata.actor);
  const set = { ...data, position, at: metadata.time, sub: metadata.actor.sub, actor };
  return [{ id: position.padStart(20, '0'), set }];
};

export const auditReads: Projection = {
  ...definition,
  // Every store indexes `_id` itself.
  indexes: [
    ['sub', '_id'],
    ['provinceCode', '_id'],
    ['laoCode', '_id'],
  ],
  project,
};

export interface AuditReadFilter {
  readonly sub?: string | undefined;
  readonly kind?: string | undefined;
  readonly fiscalYear?: number | undefined;
  readonly provinceCode?: string | undefined;
  readonly laoCode?: string | undefined;
}

/** Reads of audit data, latest first. */
export const listAuditReads = async (
  store: ReadStore,
  filter: AuditReadFilter,
  { page, pageSize }: Page,
): Promise<{ readonly items: readonly AuditReadEntry[]; readonly total: number }> => {
  const wanted: Filter = { ...filter };
  const [items, total] = await Promise.all([
    store.find<AuditReadEntry>(collection, wanted, {
      sort: { _id: -1 },
      skip: (page - 1) * pageSize,
      limit: pageSize,
    }),
    store.count(collection, wanted),
  ]);
  return { items, total };
};
