/** A round of the whole nation, a million events long, looked back into. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { MemoryReadStore } from '../projections/read-store/memory-read-store.js';
import { NationalPast } from '../src/as-of/national-past.js';
import type { Moment } from '../src/as-of/moment.js';
import { Past } from '../src/as-of/past.js';
import { Snapshots } from '../src/as-of/snapshots.js';
import { SystemClock } from '../src/clock.js';
import type { Directory } from '../src/directory/directory.js';
import type { DomainEvent } from '../src/event-store/domain-event.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import type { EventStore, NewEvent } from '../src/event-store/event-store.js';
import { campaignStream, surveyStream } from '../src/event-store/streams.js';
import type { JsonObject } from '../src/json.js';
import { GetProgress, GetProgressHandler } from '../src/progress/get-progress.js';
import type { QuestionnaireLibrary } from '../src/questionnaire/questionnaire-library.js';
import { GetSurvey, GetSurveyHandler } from '../src/survey/get-survey.js';
import { ListSurveys, ListSurveysHandler } from '../src/survey/list-surveys.js';

const YEAR = 2565;
const BEGIN = Date.UTC(2022, 10, 1);
const ASPECTS = ['quality-of-life', 'economy', 'health', 'infrastructure', 'complaints', 'other'];
const ROWS_A_SAVE = 20;
const APPENDS_AT_ONCE = 256;
const NATION_QUESTIONS = 15;
const SURVEY_QUESTIONS = 300;

const admin = { sub: 'admin', role: 'admin' as const };

/** Milliseconds of every question. */
export interface AsOfFigures {
  readonly events: number;
  readonly laos: number;
  /** The first question of all, with no snapshot there: the whole log is walked. */
  readonly nationCold: number;
  readonly nation: readonly number[];
  /** One event further each time, as a slider is moved. */
  readonly nationStep: readonly number[];
  readonly survey: readonly number[];
  readonly snapshotBytes: number;
}

export const measureAsOf = async (
  folder: string,
  directory: Directory,
  questionnaires: QuestionnaireLibrary,
): Promise<AsOfFigures> => {
  const eventStore = await SqliteEventStore.open({ file: join(folder, 'nation', 'events.sqlite') });
  try {
    const events = await writeRound(eventStore, directory, questionnaires.latestFor(YEAR)!.version);
    const snapshots = new Snapshots();
    const national = new NationalPast(eventStore, directory, snapshots);
    const past = new Past(eventStore, directory, new SystemClock(), national);
    const asked = new Questions(past, directory, questionnaires);
    const anywhere = (): number => 1 + Math.floor(Math.random() * events);
    const nationCold = await timed(() => asked.nation(anywhere()));
    const nation = await each(NATION_QUESTIONS, () => asked.nation(anywhere()));
    let place = anywhere() >> 1;
    await asked.nation(place);
    const nationStep = await each(NATION_QUESTIONS, () => asked.nation((place += 1)));
    const survey = await each(SURVEY_QUESTIONS, () => asked.survey(anywhere()));
    return {
      events,
      laos: directory.laos.length,
      nationCold,
      nation,
      nationStep,
      survey,
      snapshotBytes: snapshots.bytes,
    };
  } finally {
    await eventStore.close();
  }
};

/** The list's first page with the totals, and a form. */
class Questions {
  private readonly list: ListSurveysHandler;
  private readonly progress: GetProgressHandler;
  private readonly form: GetSurveyHandler;

  constructor(
    private readonly past: Past,
    private readonly directory: Directory,
    questionnaires: QuestionnaireLibrary,
  ) {
    const nothing = new MemoryReadStore();
    this.list = new ListSurveysHandler(nothing, directory);
    this.progress = new GetProgressHandler(nothing, directory);
    this.form = new GetSurveyHandler(nothing, directory, questionnaires, new SystemClock());
  }

  nation(place: number): Promise<unknown> {
    return this.past.nation(at(place), async (from) => [
      await this.list.execute(new ListSurveys({ page: 1, pageSize: 10 }, admin, from)),
      await this.progress.execute(new GetProgress(YEAR, admin, from)),
    ]);
  }

  async survey(place: number): Promise<unknown> {
    const { laos } = this.directory;
    const survey = { fiscalYear: YEAR, laoCode: laos[Math.floor(Math.random() * laos.length)]!.code };
    return this.form.execute(new GetSurvey(survey, await this.past.survey(survey, at(place))));
  }
}

const at = (place: number): Moment => ({ kind: 'position', position: BigInt(place) });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const each = async (times: number, work: () => Promise<unknown>): Promise<readonly number[]> => {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) taken.push(await timed(work));
  return taken;
};

/** Every LAO saves aspect after aspect, all of them at the same time, and certifies. @returns the events written. */
const writeRound = async (
  eventStore: EventStore,
  { laos, provinces }: Directory,
  questionnaireVersion: string,
): Promise<number> => {
  let written = 0;
  const append = async (stream: string, domainEvents: readonly DomainEvent[]): Promise<void> => {
    const events = domainEvents.map((event) => asWritten(event, (written += 1)));
    await eventStore.append(stream, events, 'any');
  };
  const window = { opensAt: at0(0), closesAt: at0(90 * 86_400) };
  const codes = provinces.map(({ code }) => code).toSorted();
  const opened = { questionnaireVersion, provinces: codes, ...window };
  await append(campaignStream(YEAR), [{ type: 'CampaignOpened', data: opened }]);
  const steps = [
    ...ASPECTS.map((aspectId) => saveOf(aspectId)),
    [{ type: 'LaoCertified', data: { fingerprint: 'f'.repeat(64), questionnaireVersion } } as const],
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

const saveOf = (aspectId: string): readonly DomainEvent[] => [
  ...Array.from({ length: ROWS_A_SAVE }, (_, row): DomainEvent => ({
    type: 'AnswerRecorded',
    data: {
      aspectId,
      rowId: `${aspectId}-${row}`,
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

const asWritten = ({ type, data }: DomainEvent, place: number): NewEvent => ({
  id: randomUUID(),
  type,
  data: data as unknown as JsonObject,
  metadata: {
    schemaVersion: 1,
    time: at0(place),
    actor: { sub: 'lao.03120102', role: 'lao', laoCode: '03120102' },
    correlationId: '5f2b7a52-0d0e-5b0a-9c60-3c9f0d0b8a11',
    commandId: '0c6a8d4e-6f0e-5d1b-8a35-9b1f6e2d7c40',
    command: 'SaveAspect',
    commandHash: 'c'.repeat(64),
    hash: 'd'.repeat(64),
  },
});
