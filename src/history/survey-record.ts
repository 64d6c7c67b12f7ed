import { Slices } from '../basics/slices.js';
import { laoOf, type RecordedDomainEvent } from '../events/domain-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { toDomainEvent } from '../events/upcasting.js';
import { problems } from '../problems/catalogue.js';
import type { SurveyKey } from '../events/streams.js';

/** @throws Problem `unknown-campaign` for a year without a campaign. */
export const campaigned = async (
  record: readonly RecordedEvent[],
  fiscalYear: number,
): Promise<readonly RecordedDomainEvent[]> => {
  const slices = new Slices();
  const events: RecordedDomainEvent[] = [];
  for (const event of record) {
    events.push(toDomainEvent(event));
    await slices.step();
  }
  if (!events.some(({ subject }) => subject.category === 'campaign'))
    throw problems.unknownCampaign(fiscalYear);
  return events;
};

/** The survey's own events, and the events of its province that name or cover it. */
export const bearingOn = async (
  { fiscalYear, laoCode }: SurveyKey,
  record: readonly RecordedEvent[],
): Promise<readonly RecordedDomainEvent[]> =>
  (await campaigned(record, fiscalYear)).filter((event) => (laoOf(event) ?? laoCode) === laoCode);
