import { laoOf, type RecordedDomainEvent } from '../events/domain-event.js';
import { isAbout, type EventAbout } from '../events/event-types.js';
import { provinceOf } from '../events/streams.js';

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
export const milestoneOf = (event: RecordedDomainEvent): Milestone | undefined =>
  isMilestone(event) ? { ...placeOf(event), ...markOf(event) } : undefined;

type MilestoneEvent =
  | EventAbout<'certification' | 'window'>
  | Extract<RecordedDomainEvent, { readonly type: 'LaoEnrolled' | 'LaoWithdrawn' }>;

/** Of a roster's events, those that change who is asked while the round runs. */
const isMilestone = (event: RecordedDomainEvent): event is MilestoneEvent =>
  isAbout(event, 'certification', 'window') || event.type === 'LaoEnrolled' || event.type === 'LaoWithdrawn';

const markOf = ({ position, metadata, type }: RecordedDomainEvent) => ({ position, at: metadata.time, type });

const placeOf = (event: MilestoneEvent) => {
  const { subject } = event;
  const laoCode = laoOf(event) ?? null;
  switch (subject.category) {
    case 'campaign':
      return { fiscalYear: subject.fiscalYear, provinceCode: null, laoCode };
    case 'province':
      return { fiscalYear: subject.fiscalYear, provinceCode: subject.provinceCode, laoCode };
    case 'survey':
      return { fiscalYear: subject.fiscalYear, provinceCode: provinceOf(subject.laoCode), laoCode };
    default:
      return subject satisfies never;
  }
};
