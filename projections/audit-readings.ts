import type { Actor } from '../src/access/actor.js';
import { standsIn, type RecordedDomainEvent } from '../src/event-store/domain-event.js';
import type { JsonObject } from '../src/json.js';
import type { AuditDataRead } from '../src/reading/reading-events.js';
import { collectionName } from './collection-name.js';
import type { Page } from './lao-statuses.js';
import type { Document, Projection, Write } from './projection.js';
import type { Filter, ReadStore } from './read-store/read-store.js';

/** Somebody looked at audit data. `_id` is the event's position, zero-padded so that it sorts. */
export type AuditReading = Document &
  AuditDataRead['data'] & {
    readonly position: string;
    readonly at: string;
    /** The reader's subject, and with what role and office they looked. */
    readonly sub: string;
    readonly actor: Actor;
  };

const definition = { name: 'audit_readings', version: 1 };
const collection = collectionName(definition);

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!standsIn(event, 'reading')) return [];
  const { metadata, data } = event;
  const position = event.position.toString();
  const actor = metadata.actor as unknown as JsonObject;
  const set = { ...data, position, at: metadata.time, sub: metadata.actor.sub, actor };
  return [{ id: position.padStart(20, '0'), set }];
};

export const auditReadings: Projection = {
  ...definition,
  // Every store looks documents up by `_id` by itself.
  indexes: [
    ['sub', '_id'],
    ['provinceCode', '_id'],
    ['laoCode', '_id'],
  ],
  project,
};

export interface AuditReadingFilter {
  readonly sub?: string | undefined;
  readonly kind?: string | undefined;
  readonly fiscalYear?: number | undefined;
  readonly provinceCode?: string | undefined;
  readonly laoCode?: string | undefined;
}

/** Who looked, the latest look first. */
export const listAuditReadings = async (
  store: ReadStore,
  filter: AuditReadingFilter,
  { page, pageSize }: Page,
): Promise<{ readonly items: readonly AuditReading[]; readonly total: number }> => {
  const wanted: Filter = Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  );
  const [items, total] = await Promise.all([
    store.find<AuditReading>(collection, wanted, {
      sort: { _id: -1 },
      skip: (page - 1) * pageSize,
      limit: pageSize,
    }),
    store.count(collection, wanted),
  ]);
  return { items, total };
};
