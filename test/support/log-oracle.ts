import { createHash } from 'node:crypto';
import { canonicalJson, CHAIN_START, eventHash } from '../../src/event-store/hash-chain.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { JsonObject } from '../../src/basics/json.js';
import type { Questionnaire } from '../../src/questionnaire/questionnaire.js';
import { FISCAL_YEAR, questionnaire } from './small-nation.js';

/** The form of a log's survey. */
export interface World {
  readonly questionnaire: Questionnaire;
}

/** The state of one LAO's survey, judged from the log's order alone. It shares no code with the write side. */
export interface SurveyFacts {
  readonly answers: Map<string, JsonObject>;
  readonly added: Map<string, JsonObject>;
  readonly saved: Set<string>;
  /** Returned, and nothing changed since. */
  unanswered: boolean;
  locked: { readonly revision: string; readonly fingerprint: string } | undefined;
}

const blank = (): SurveyFacts => ({
  answers: new Map(),
  added: new Map(),
  saved: new Set(),
  unanswered: false,
  locked: undefined,
});

const isComplete = (answer: JsonObject | undefined): boolean =>
  answer !== undefined &&
  (answer['hasEService'] === true
    ? ['steps', 'channels'].every((field) => ((answer[field] as unknown[] | undefined)?.length ?? 0) > 0) &&
      typeof answer['yearlyUsers'] === 'number'
    : typeof answer['isNeeded'] === 'boolean');

const mayCertify = (facts: SurveyFacts, { questionnaire }: World): boolean => {
  const standard = questionnaire.aspects.flatMap(({ groups }) => groups.flatMap(({ rows }) => rows));
  return (
    questionnaire.aspects.every(({ id }) => facts.saved.has(id)) &&
    [...standard.map(({ id }) => id), ...facts.added.keys()].every((row) =>
      isComplete(facts.answers.get(row)),
    )
  );
};

const fingerprintOf = (
  laoCode: string,
  { answers, added }: SurveyFacts,
  { version }: Questionnaire,
): string =>
  createHash('sha256')
    .update(
      canonicalJson({
        fiscalYear: FISCAL_YEAR,
        laoCode,
        questionnaireVersion: version,
        answers: Object.fromEntries(answers),
        addedRows: Object.fromEntries(added),
      }),
    )
    .digest('hex');

/** The LAOs asked in each province, by code, judged from the log alone. */
const applyToRoster = (asked: Map<string, Set<string>>, { type, stream, data }: RecordedEvent): void => {
  const province = stream.split('.')[1] ?? '';
  const laos = asked.get(province);
  if (type === 'ProvinceEnrolled') {
    asked.set(province, new Set((data['laos'] as { readonly code: string }[]).map(({ code }) => code)));
  }
  if (type === 'LaoEnrolled') laos?.add((data['lao'] as { readonly code: string }).code);
  if (type === 'LaoWithdrawn') laos?.delete(data['laoCode'] as string);
};
const changesOfRosters = new Set(['LaoEnrolled', 'LaoWithdrawn', 'LaoRenamed', 'LaoMoved']);

/** Reads the log from its beginning and lists every breach of invariants 1 and 2 in words. */
export const judge = (log: readonly RecordedEvent[], world: World = { questionnaire }) => {
  const breaches: string[] = [];
  const surveys = new Map<string, SurveyFacts>();
  const factsOf = (code: string): SurveyFacts => {
    const facts = surveys.get(code) ?? blank();
    surveys.set(code, facts);
    return facts;
  };
  const asked = new Map<string, Set<string>>();
  const published = new Set<string>();
  const certified = new Map<string, string>();
  let closesAt = '';
  let closed = false;
  for (const event of log) {
    const { data, revision } = event;
    const where = `${event.type} ${event.stream}@${revision}`;
    const breach = (what: string): void => void breaches.push(`${where}: ${what}`);
    const code = event.stream.split('.')[1] ?? '';
    if (event.type === 'QuestionnairePublished') {
      if (revision !== 0n) breach('published twice');
      published.add(event.stream);
    }
    if (
      event.type === 'CampaignOpened' &&
      !published.has(`questionnaire-${data['questionnaireVersion'] as string}`)
    ) {
      breach('pins a version that is not published');
    }
    if (changesOfRosters.has(event.type) && certified.has(code)) breach('a roster of a certified province');
    if (event.type === 'ProvinceEnrolled' && asked.has(code)) breach('enrolled twice');
    applyToRoster(asked, event);
    if (event.type === 'CampaignOpened' || event.type === 'CampaignExtended') {
      closesAt = data['closesAt'] as string;
      closed = false;
    }
    if (event.type === 'CampaignClosed') closed = true;
    if (event.type === 'SurveyFenced') continue;
    if (event.stream.startsWith('survey-') || event.type === 'LaoReturned') {
      if (closed) breach('behind the closing');
      if ((event.metadata['time'] as string) >= closesAt) breach('later than the round lasts');
    }
    if (event.stream.startsWith('survey-')) {
      const facts = factsOf(code);
      const province = code.slice(2, 4);
      if (facts.locked) breach(`certified at ${facts.locked.revision}, not returned`);
      if (!asked.has(province)) breach('its province is not enrolled');
      if (asked.get(province)?.has(code) === false) breach('behind its withdrawal');
      if (certified.has(province)) breach('its province is certified');
      applyToSurvey(facts, event);
      if (event.type !== 'LaoCertified') continue;
      if (!mayCertify(facts, world)) breach('incomplete');
      const notes = data['notes'] as readonly JsonObject[];
      if (facts.unanswered && notes.length === 0) breach('says nothing about what was objected to');
      facts.unanswered = false;
      const fingerprint = fingerprintOf(code, facts, world.questionnaire);
      if (fingerprint !== data['fingerprint']) breach('fingerprint of other answers');
      facts.locked = { revision: revision.toString(), fingerprint };
    } else if (event.type === 'SurveyReviewed') {
      if (certified.has(code)) breach('the province is certified');
      if (factsOf(data['laoCode'] as string).locked?.revision !== data['certifiedRevision'])
        breach('reviews a certification that is not valid');
    } else if (event.type === 'LaoReturned') {
      const facts = factsOf(data['laoCode'] as string);
      if (certified.has(code)) breach('the province is certified');
      if (facts.locked?.revision !== data['certifiedRevision'])
        breach('returns a certification that is not valid');
      facts.locked = undefined;
      facts.unanswered = true;
    } else if (event.type === 'ProvinceCertified') {
      if (certified.has(code)) breach('certified twice');
      const valid = [...(asked.get(code) ?? [])].sort().map((laoCode) => {
        const { locked } = factsOf(laoCode);
        return { laoCode, certifiedRevision: locked?.revision, fingerprint: locked?.fingerprint };
      });
      if (JSON.stringify(valid) !== JSON.stringify(data['laos'])) breach('names other certifications');
      certified.set(code, revision.toString());
    } else if (event.type === 'ProvinceCertificationRevoked') {
      if (certified.get(code) !== data['certifiedRevision'])
        breach('revokes a certification that is not valid');
      certified.delete(code);
    }
  }
  return { breaches, surveys };
};

const applyToSurvey = (facts: SurveyFacts, { type, data }: RecordedEvent): void => {
  const { answers, added, saved } = facts;
  if (type !== 'AspectSaved' && type !== 'LaoCertified') facts.unanswered = false;
  const { rowId, aspectId, groupId, title, answer } = data as Record<string, string> & {
    readonly answer?: JsonObject | null;
  };
  if (type === 'AspectSaved') saved.add(aspectId!);
  if (type === 'RowAdded') added.set(rowId!, { aspectId: aspectId!, groupId: groupId!, title: title! });
  if (type === 'RowRenamed') added.set(rowId!, { ...added.get(rowId!), title: title! });
  if (type === 'RowRemoved') {
    added.delete(rowId!);
    answers.delete(rowId!);
  }
  if (type !== 'AnswerRecorded') return;
  if (answer) answers.set(rowId!, answer);
  else answers.delete(rowId!);
};

/**
 * Breaches of these rules: positions grow, revisions have no gap, and every event carries the hash that follows from
 * the previous one.
 */
export const chainBreaches = (log: readonly RecordedEvent[]): readonly string[] => {
  const ends = new Map<string, { revision: bigint; hash: string }>();
  const breaches: string[] = [];
  let position = 0n;
  for (const event of log) {
    const { revision, hash } = ends.get(event.stream) ?? { revision: -1n, hash: CHAIN_START };
    const expected = eventHash(hash, event);
    if (event.position <= position) breaches.push(`position ${event.position} after ${position}`);
    if (event.revision !== revision + 1n)
      breaches.push(`${event.stream}: ${event.revision} after ${revision}`);
    if (event.metadata['hash'] !== expected) breaches.push(`${event.stream}@${event.revision}: broken chain`);
    ends.set(event.stream, { revision: event.revision, hash: expected });
    position = event.position;
  }
  return breaches;
};
