import { laoOf, type RecordedDomainEvent } from '../events/domain-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { toDomainEvent } from '../events/upcasting.js';
import { problems } from '../problems/catalogue.js';
import type { SurveyKey } from '../events/streams.js';

/** @throws Problem `unknown-campaign` for a year that has none. */
export const campaigned = (
  record: readonly RecordedEvent[],
  fiscalYear: number,
): readonly RecordedDomainEvent[] => {
  const events = record.map((event) => toDomainEvent(event));
  if (!events.some(({ subject }) => subject.category === 'campaign'))
    throw problems.unknownCampaign(fiscalYear);
  return events;
};

/** The survey's own events, and of its province's those that name or cover it. */
export const bearingOn = (
  { fiscalYear, laoCode }: SurveyKey,
  record: readonly RecordedEvent[],
): readonly RecordedDomainEvent[] =>
  campaigned(record, fiscalYear).filter((event) => (laoOf(event) ?? laoCode) === laoCode);
