import type { Directory } from '../directory/directory.js';
import { laoOf, type RecordedDomainEvent } from '../events/domain-event.js';
import { isAbout, type EventAbout } from '../events/event-types.js';

/** A step on the way of a round: what a person looks for when going back in time. Times are ISO 8601 UTC. */
export interface Milestone {
  readonly position: bigint;
  readonly at: string;
  readonly type: RecordedDomainEvent['type'];
  readonly fiscalYear: number;
  /** Null for the campaign's own. */
  readonly provinceCode: string | null;
  /** Null for the campaign's and for a whole province's. */
  readonly laoCode: string | null;
}

/** Undefined for what is no milestone: the work on the answers, and what happened beside the round. */
export const milestoneOf = (event: RecordedDomainEvent, directory: Directory): Milestone | undefined =>
  isAbout(event, 'certification', 'window') ? { ...placeOf(event, directory), ...markOf(event) } : undefined;

const markOf = ({ position, metadata, type }: RecordedDomainEvent) => ({ position, at: metadata.time, type });

const placeOf = (event: EventAbout<'certification' | 'window'>, directory: Directory) => {
  const { subject } = event;
  const laoCode = laoOf(event) ?? null;
  switch (subject.category) {
    case 'campaign':
      return { fiscalYear: subject.fiscalYear, provinceCode: null, laoCode };
    case 'province':
      return { fiscalYear: subject.fiscalYear, provinceCode: subject.provinceCode, laoCode };
    case 'survey': {
      const provinceCode = directory.lao(subject.laoCode)?.provinceCode ?? null;
      return { fiscalYear: subject.fiscalYear, provinceCode, laoCode };
    }
    default:
      return subject satisfies never;
  }
};
