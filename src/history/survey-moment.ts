import type { Moment, SurveyMoment } from '../past/moment.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { parseStream } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';

/**
 * Converts a moment of one survey's past to a moment of the log.
 * @param record all events that concern the survey, in log order.
 * @throws Problem `unknown-revision`
 */
export const momentIn = (record: readonly RecordedEvent[], moment: SurveyMoment): Moment => {
  if (moment.kind !== 'revision') return moment;
  const own = record.filter(({ stream }) => parseStream(stream)?.category === 'survey');
  if (moment.revision === -1n) return { kind: 'position', position: beforeFirst(record, own[0]) };
  const event = own.find(({ revision }) => revision === moment.revision);
  if (!event) throw problems.unknownRevision(moment.revision.toString());
  return { kind: 'position', position: event.position };
};

/** A survey that is not begun is at the end of its record, which is before its first event. */
const beforeFirst = (record: readonly RecordedEvent[], first: RecordedEvent | undefined): bigint =>
  first ? first.position - 1n : (record.at(-1)?.position ?? 0n);
