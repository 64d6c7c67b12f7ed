/** Measures questions about the past of a national round, a log of a million events. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { LogWalk } from '../src/past/log-walk.js';
import { NationalPast } from '../src/past/national-past.js';
import type { Moment } from '../src/past/moment.js';
import { Past } from '../src/past/past.js';
import { Points } from '../src/past/points.js';
import { Snapshots } from '../src/past/snapshots.js';
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

const NATION_QUESTIONS = 15;
const RESTARTS = 5;
const SURVEY_QUESTIONS = 300;
const PROVINCE_QUESTIONS = 5;

const admin = { sub: 'admin', role: 'admin' as const };

/** All durations in milliseconds. */
export interface AsOfFigures {
  readonly events: number;
  /** The first question after a start without snapshots, as of the last event: it replays the whole log. */
  readonly nationWalked: number;
  /** The same question after another start, with the snapshots of that replay, each as of a random point after its own start. */
  readonly nationRestarted: readonly number[];
  /** After a start too, as of the last event. */
  readonly nationRestartedAtEnd: number;
  readonly nation: readonly number[];
  /** One event further each time, as when a slider moves. */
  readonly nationStep: readonly number[];
  readonly survey: readonly number[];
  /** The province with the most LAOs. */
  readonly province: readonly number[];
  readonly snapshotBytes: number;
}

export const measureAsOf = async (
  folder: string,
  directory: Directory,
  questionnaire: Questionnaire,
): Promise<AsOfFigures> => {
  const eventStore = await SqliteEventStore.open({ file: join(folder, 'nation', 'events.sqlite') });
  try {
    if ((await eventStore.head()) === undefined) {
      await writeRound(eventStore, directory, questionnaire);
    }
    const events = Number(await eventStore.head());
    const snapshots = join(folder, 'nation', 'snapshots');
    await rm(snapshots, { recursive: true, force: true });
    const started = (): Questions => new Questions(eventStore, directory, snapshots);
    const anywhere = (): number => 1 + Math.floor(Math.random() * events);
    const nationWalked = await timed(() => started().nation(events));
    const nationRestarted = await each(RESTARTS, () => started().nation(anywhere()));
    const nationRestartedAtEnd = await timed(() => started().nation(events));
    const asked = started();
    const nation = await each(NATION_QUESTIONS, () => asked.nation(anywhere()));
    let place = anywhere() >> 1;
    await asked.nation(place);
    const nationStep = await each(NATION_QUESTIONS, () => asked.nation((place += 1)));
    const survey = await each(SURVEY_QUESTIONS, () => asked.survey(anywhere()));
    const province = await each(PROVINCE_QUESTIONS, () => asked.biggestProvince(anywhere()));
    return {
      events,
      nationWalked,
      nationRestarted,
      nationRestartedAtEnd,
      nation,
      nationStep,
      survey,
      province,
      snapshotBytes: await bytesIn(snapshots),
    };
  } finally {
    await eventStore.close();
  }
};

/** The list's first page with its totals, a form, and a province's page, in a process that has just started. */
class Questions {
  private readonly past: Past;
  private readonly list: ListSurveysHandler;
  private readonly progress: GetProgressHandler;
  private readonly form: GetSurveyHandler;
  private readonly provincePage: GetProvinceStatusHandler;

  constructor(
    eventStore: EventStore,
    private readonly directory: Directory,
    folder: string,
  ) {
    const clock = new SystemClock();
    const snapshots = new Snapshots(folder);
    const points = new Points(eventStore, clock, new LogWalk(eventStore, snapshots));
    const national = new NationalPast(eventStore, snapshots);
    this.past = new Past(eventStore, points, national);
    const nothing = new MemoryReadStore();
    const questionnaires = new QuestionnaireLibrary(new DecideAndAppend(eventStore, clock));
    this.list = new ListSurveysHandler(nothing);
    this.progress = new GetProgressHandler(nothing);
    this.form = new GetSurveyHandler(nothing, questionnaires, clock);
    this.provincePage = new GetProvinceStatusHandler(nothing, questionnaires);
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

  async biggestProvince(place: number): Promise<unknown> {
    const { provinces } = this.directory;
    const sizes = provinces.map(({ code }) => ({ code, size: this.directory.laosOf(code).length }));
    const { code: provinceCode } = sizes.toSorted((a, b) => b.size - a.size)[0]!;
    const province = { fiscalYear: YEAR, provinceCode };
    const from = await this.past.province(province, at(place));
    return this.provincePage.execute(new GetProvinceStatus(province, from));
  }
}

const bytesIn = async (folder: string): Promise<number> => {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

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
