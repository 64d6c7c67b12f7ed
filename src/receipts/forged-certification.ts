import type { EventStore } from '../event-store/event-store.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { parseStream, surveyStream } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import { provinceFingerprint } from '../fingerprints/province-fingerprint.js';
import { surveyFingerprint } from '../fingerprints/survey-fingerprint.js';
import { surveyModel } from '../form/survey.js';

type Log = Pick<EventStore, 'readStream'>;

/** A certification as a read model holds it. */
export interface Claim {
  readonly revision: string;
  readonly fingerprint: string;
}

/**
 * The first certification of the stream whose fingerprint is not that of what it certifies. A person who rewrites a stream, and
 * recomputes its hashes, leaves such a one.
 * @param claim the only certification to judge, which must also bear this fingerprint; absent: every one of the stream
 * @throws DamagedStream, UnreadableEvent
 */
export const forgedIn = async (
  log: Log,
  stream: string,
  claim?: Claim,
): Promise<RecordedEvent | undefined> => {
  const category = parseStream(stream)?.category;
  if (category !== 'survey' && category !== 'province') return undefined;
  const events = await log.readStream(stream, claim && { to: BigInt(claim.revision) });
  const forged = category === 'survey' ? forgedAnswers(events, claim) : await forgedList(log, events, claim);
  if (forged || !claim) return forged;
  return events.find(({ revision }) => revision.toString() === claim.revision) ? undefined : events.at(-1);
};

const isJudged = ({ revision }: RecordedEvent, claim: Claim | undefined): boolean =>
  claim === undefined || revision.toString() === claim.revision;

const forgedAnswers = (
  events: readonly RecordedEvent[],
  claim: Claim | undefined,
): RecordedEvent | undefined => {
  let survey = surveyModel.initialState;
  for (const recorded of events) {
    const event = toEventIn('survey', recorded);
    if (isJudged(recorded, claim)) {
      if (event.type === 'LaoCertified') {
        const { questionnaireVersion, fingerprint } = event.data;
        const { fiscalYear, laoCode } = event.subject;
        const actual = surveyFingerprint({ fiscalYear, laoCode, questionnaireVersion }, survey);
        if (actual !== fingerprint || (claim && claim.fingerprint !== actual)) return recorded;
      } else if (claim) return recorded;
    }
    survey = surveyModel.evolve(survey, [event]);
  }
  return undefined;
};

/** The list must name certifications that are in the log. Each of them is judged with its own survey. */
const forgedList = async (
  log: Log,
  events: readonly RecordedEvent[],
  claim: Claim | undefined,
): Promise<RecordedEvent | undefined> => {
  for (const recorded of events.filter((event) => isJudged(event, claim))) {
    const event = toEventIn('province', recorded);
    if (event.type !== 'ProvinceCertified') {
      if (claim) return recorded;
      continue;
    }
    const { fiscalYear, provinceCode } = event.subject;
    const { laos } = event.data;
    if (claim && provinceFingerprint({ fiscalYear, provinceCode }, laos) !== claim.fingerprint)
      return recorded;
    for (const lao of laos) {
      const revision = BigInt(lao.certifiedRevision);
      const own = surveyStream(fiscalYear, lao.laoCode);
      const [found] = await log.readStream(own, { from: revision, to: revision });
      const certified = found && toEventIn('survey', found);
      if (certified?.type !== 'LaoCertified' || certified.data.fingerprint !== lao.fingerprint)
        return recorded;
    }
  }
  return undefined;
};
