/** Writes a round of the whole nation into a log. */
import { randomUUID } from 'node:crypto';
import type { Directory } from '../src/directory/directory.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import type { NewEvent } from '../src/events/recorded-event.js';
import type { EventStore } from '../src/event-store/event-store.js';
import { CHAIN_START, eventHash } from '../src/event-store/hash-chain.js';
import { campaignStream, provinceStream, questionnaireStream, surveyStream } from '../src/events/streams.js';
import { proposedRoster } from '../src/roster/proposed-roster.js';
import { rowsOf, type Questionnaire } from '../src/questionnaire/questionnaire.js';
import type { JsonObject } from '../src/basics/json.js';

export const YEAR = 2565;
const BEGIN = Date.UTC(2022, 10, 1);
const ASPECTS = ['quality-of-life', 'economy', 'health', 'infrastructure', 'complaints', 'other'];
const ROWS_A_SAVE = 20;
const APPENDS_AT_ONCE = 256;

/** Every LAO saves aspect after aspect, all LAOs at the same time, and certifies. @returns the number of events. */
export const writeRound = async (
  eventStore: EventStore,
  directory: Directory,
  questionnaire: Questionnaire,
): Promise<number> => {
  const { laos, provinces } = directory;
  let written = 0;
  const ends = new Map<string, { readonly revision: bigint; readonly hash: string }>();
  const chained = (stream: string, event: NewEvent): NewEvent => {
    const end = ends.get(stream);
    const revision = (end?.revision ?? -1n) + 1n;
    const hash = eventHash(end?.hash ?? CHAIN_START, { ...event, stream, revision });
    ends.set(stream, { revision, hash });
    return { ...event, metadata: { ...event.metadata, hash } };
  };
  const append = async (stream: string, domainEvents: readonly DomainEvent[]): Promise<void> => {
    const time = at0(written); // one command gives all its events the same time
    const events = domainEvents.map((event) => chained(stream, asWritten(event, time)));
    written += events.length;
    await eventStore.append(stream, events, 'any');
  };
  const { version: questionnaireVersion } = questionnaire;
  await append(questionnaireStream(questionnaireVersion), [
    { type: 'QuestionnairePublished', data: { questionnaire } },
  ]);
  const window = { opensAt: at0(0), closesAt: at0(90 * 86_400) };
  const codes = provinces.map(({ code }) => code).toSorted();
  const opened = { questionnaireVersion, provinces: codes, ...window };
  await append(campaignStream(YEAR), [{ type: 'CampaignOpened', data: opened }]);
  for (const code of codes) {
    await append(provinceStream(YEAR, code), [
      { type: 'ProvinceEnrolled', data: proposedRoster(directory, code) },
    ]);
  }
  const steps = [
    ...ASPECTS.map((aspectId, save) => saveOf(aspectId, rowIds(questionnaire, save))),
    [
      {
        type: 'LaoCertified',
        data: { fingerprint: 'f'.repeat(64), questionnaireVersion, notes: [] },
      } as const,
    ],
  ];
  for (const step of steps) {
    for (let from = 0; from < laos.length; from += APPENDS_AT_ONCE) {
      const some = laos.slice(from, from + APPENDS_AT_ONCE);
      await Promise.all(some.map(({ code }) => append(surveyStream(YEAR, code), step)));
    }
  }
  return written;
};

const at0 = (second: number): string => new Date(BEGIN + second * 1000).toISOString();

/** The rows of the questionnaire in turn, so that an export has their answers. */
const rowIds = ({ aspects }: Questionnaire, save: number): readonly string[] => {
  const ids = aspects.flatMap(rowsOf).map(({ id }) => id);
  return Array.from({ length: ROWS_A_SAVE }, (_, row) => ids[(save * ROWS_A_SAVE + row) % ids.length]!);
};

const saveOf = (aspectId: string, rows: readonly string[]): readonly DomainEvent[] => [
  ...rows.map((rowId, row): DomainEvent => ({
    type: 'AnswerRecorded',
    data: {
      aspectId,
      rowId,
      answer: {
        hasEService: true,
        steps: ['submit-request', 'pay'],
        channels: ['website', 'other'],
        otherChannel: 'ไลน์ของเทศบาล',
        yearlyUsers: row,
      },
    },
  })),
  { type: 'AspectSaved', data: { aspectId } },
];

const asWritten = ({ type, data }: DomainEvent, time: string): NewEvent => ({
  id: randomUUID(),
  type,
  data: data as unknown as JsonObject,
  metadata: {
    schemaVersion: 1,
    time,
    actor: { sub: 'lao.03120102', role: 'lao', laoCode: '03120102' },
    correlationId: '5f2b7a52-0d0e-5b0a-9c60-3c9f0d0b8a11',
    commandId: '0c6a8d4e-6f0e-5d1b-8a35-9b1f6e2d7c40',
    command: 'SaveAspect',
    commandHash: 'c'.repeat(64),
  },
});
