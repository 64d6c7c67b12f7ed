import { laoOf, type RecordedDomainEvent } from '../events/domain-event.js';
import { isAbout, type EventAbout } from '../events/event-types.js';
import { provinceOf } from '../events/streams.js';

/** An important step of a round, which users look for in the past. Times are ISO 8601 UTC. */
export interface Milestone {
  readonly position: bigint;
  readonly at: string;
  readonly type: RecordedDomainEvent['type'];
  readonly fiscalYear: number;
  /** Null for a milestone of the campaign. */
  readonly provinceCode: string | null;
  /** Null for a milestone of the campaign or of a whole province. */
  readonly laoCode: string | null;
}

/** Undefined for an event that is not a milestone: work on the answers, or an event outside the round. */
export const milestoneOf = (event: RecordedDomainEvent): Milestone | undefined =>
  isMilestone(event) ? { ...placeOf(event), ...markOf(event) } : undefined;

type MilestoneEvent =
  | EventAbout<'certification' | 'window'>
  | Extract<RecordedDomainEvent, { readonly type: 'LaoEnrolled' | 'LaoWithdrawn' }>;

/** The roster events that change who is asked while the round runs. */
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
