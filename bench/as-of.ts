/** Measures questions about the past of a national round, a log of a million events. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { allProjections } from '../projections/read-models/index.js';
import { Projector } from '../projections/engine/projector.js';
import { FileReadStore } from '../projections/read-store/sqlite/file-read-store.js';
import type { ReadStore } from '../projections/read-store/read-store.js';
import type { Moment } from '../src/past/moment.js';
import { Past } from '../src/past/past.js';
import { Points } from '../src/past/points.js';
import { ReadYourWrites } from '../src/projecting/read-your-writes.js';
import { SystemClock } from '../src/basics/clock.js';
import type { Directory } from '../src/directory/directory.js';
import type { EventStore } from '../src/event-store/event-store.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { GetProgress, GetProgressHandler } from '../src/progress/get-progress.js';
import { GetProvinceStatus, GetProvinceStatusHandler } from '../src/lists/get-province-status.js';
import { DecideAndAppend } from '../src/commands/decide-and-append.js';
import { QuestionnaireLibrary } from '../src/publication/questionnaire-library.js';
import type { Questionnaire } from '../src/questionnaire/questionnaire.js';
import { GetSurvey, GetSurveyHandler } from '../src/survey/get-survey.js';
import { ListSurveys, ListSurveysHandler } from '../src/lists/list-surveys.js';
import { writeRound, YEAR } from './national-round.js';

const QUESTIONS = 300;
const PROVINCE_QUESTIONS = 30;
const ASKERS = 20;
const ROUNDS_OF_ASKERS = 10;

const admin = { sub: 'admin', role: 'admin' as const };

/** Milliseconds of each question, each as of a random instant or position. */
export interface AsOfFigures {
  readonly events: number;
  readonly list: readonly number[];
  readonly progress: readonly number[];
  /** The same for twenty who ask in the same moment. */
  readonly progressOfMany: readonly number[];
  readonly survey: readonly number[];
  /** The province with the most LAOs. */
  readonly province: readonly number[];
  readonly readModelBytes: number;
}

export const measureAsOf = async (
  folder: string,
  directory: Directory,
  questionnaire: Questionnaire,
): Promise<AsOfFigures> => {
  const eventStore = await SqliteEventStore.open({ file: join(folder, 'nation', 'events.sqlite') });
  const file = join(folder, 'nation', 'read-models.sqlite');
  const readStore = await FileReadStore.open(file);
  const readModels = new Projector({ eventStore, readStore, projections: allProjections() });
  try {
    if ((await eventStore.head()) === undefined) {
      await writeRound(eventStore, directory, questionnaire);
    }
    await readModels.start();
    await readModels.caughtUp();
    const events = Number(await eventStore.head());
    const asked = new Questions({ eventStore, readStore, readModels, directory });
    const anywhere = (): Moment => ({
      kind: 'position',
      position: BigInt(1 + Math.floor(Math.random() * events)),
    });
    const first = Date.UTC(2022, 10, 1);
    const anyInstant = (): Moment => ({
      kind: 'instant',
      time: new Date(first + Math.floor(Math.random() * events) * 1000).toISOString(),
    });
    const progressOfMany: number[] = [];
    const progress = await each(QUESTIONS, () => asked.progress(anyInstant()));
    const list = await each(QUESTIONS, () => asked.list(anyInstant()));
    for (let round = 0; round < ROUNDS_OF_ASKERS; round += 1) {
      const askers = Array.from({ length: ASKERS }, () => timed(() => asked.progress(anyInstant())));
      progressOfMany.push(...(await Promise.all(askers)));
    }
    return {
      events,
      list,
      progress,
      progressOfMany,
      survey: await each(QUESTIONS, () => asked.survey(anywhere())),
      province: await each(PROVINCE_QUESTIONS, () => asked.biggestProvince(anywhere())),
      readModelBytes: (await stat(file)).size,
    };
  } finally {
    await readModels.stop();
    await readStore.close();
    await eventStore.close();
  }
};

interface Asked {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly readModels: Projector;
  readonly directory: Directory;
}

/** The list's first page, the progress of the nation, a form, and a province's page. */
class Questions {
  private readonly past: Past;
  private readonly lists: ListSurveysHandler;
  private readonly counts: GetProgressHandler;
  private readonly forms: GetSurveyHandler;
  private readonly provincePages: GetProvinceStatusHandler;

  constructor(private readonly asked: Asked) {
    const { eventStore, readStore, readModels } = asked;
    const clock = new SystemClock();
    const questionnaires = new QuestionnaireLibrary(new DecideAndAppend(eventStore, clock));
    const points = new Points(eventStore, clock, readStore, new ReadYourWrites(readModels, eventStore));
    this.past = new Past(eventStore, readStore, points);
    this.lists = new ListSurveysHandler(readStore);
    this.counts = new GetProgressHandler(readStore);
    this.forms = new GetSurveyHandler(readStore, questionnaires, clock);
    this.provincePages = new GetProvinceStatusHandler(readStore, questionnaires);
  }

  async list(at: Moment): Promise<unknown> {
    return this.lists.execute(new ListSurveys({ page: 1, pageSize: 10 }, admin, await this.past.nation(at)));
  }

  async progress(at: Moment): Promise<unknown> {
    return this.counts.execute(new GetProgress(YEAR, admin, await this.past.nation(at)));
  }

  async survey(at: Moment): Promise<unknown> {
    const { laos } = this.asked.directory;
    const survey = { fiscalYear: YEAR, laoCode: laos[Math.floor(Math.random() * laos.length)]!.code };
    return this.forms.execute(new GetSurvey(survey, await this.past.survey(survey, at)));
  }

  async biggestProvince(at: Moment): Promise<unknown> {
    const { directory } = this.asked;
    const sizes = directory.provinces.map(({ code }) => ({ code, size: directory.laosOf(code).length }));
    const { code: provinceCode } = sizes.toSorted((a, b) => b.size - a.size)[0]!;
    const province = { fiscalYear: YEAR, provinceCode };
    const from = await this.past.province(province, at);
    return this.provincePages.execute(new GetProvinceStatus(province, from));
  }
}

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
