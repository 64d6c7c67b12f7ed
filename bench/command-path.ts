import { randomUUID } from 'node:crypto';
import { SqlitePeople } from '../src/people/embedded/sqlite-people.js';
import { OpenCampaign, OpenCampaignHandler } from '../src/campaign/campaign-commands.js';
import { SystemClock } from '../src/basics/clock.js';
import { Enrolments } from '../src/roster/enrolments.js';
import { DecideAndAppend } from '../src/commands/decide-and-append.js';
import { systemActor } from '../src/events/actor.js';
import { Directory } from '../src/directory/directory.js';
import type { EventStore } from '../src/event-store/event-store.js';
import type { JsonObject } from '../src/basics/json.js';
import { asJson } from '../src/basics/json.js';
import {
  PublishQuestionnaire,
  PublishQuestionnaireHandler,
} from '../src/publication/publish-questionnaire.js';
import { QuestionnaireLibrary } from '../src/publication/questionnaire-library.js';
import type { Questionnaire } from '../src/questionnaire/questionnaire.js';
import { SaveAspect, SaveAspectHandler } from '../src/survey/save-aspect.js';
import { ChangesSince } from '../src/changes/changes-since.js';
import { Rounds } from '../src/campaign/round.js';
import { SurveyWriter } from '../src/survey/survey-writer.js';

/** The bench has no sign-in, so the register of names is empty. */
const noNames = new SqlitePeople(':memory:');

const YEAR = 2565;
const PROVINCES = 76;
const LAOS_EACH = 103;
/** Nineteen changed rows and the saved aspect: twenty events. */
export const EVENTS_A_SAVE = 20;
const IN_FLIGHT = 64;

/** As many LAOs as the nation has, with made-up names. So the measure is the same on every machine. */
export const syntheticDirectory = (): Directory => {
  const provinces = Array.from({ length: PROVINCES }, (_, rank) => {
    const code = String(10 + rank);
    return { code, name: `จังหวัดที่ ${code}`, nameEn: code, region: 'central', regionEn: 'Central', rank };
  });
  const districts = provinces.map(({ code, rank }) => ({
    code: `${code}01`,
    provinceCode: code,
    name: `อำเภอที่ ${code}`,
    nameEn: code,
    rank,
  }));
  const laos = provinces.flatMap(({ code: provinceCode, rank: province }) =>
    Array.from({ length: LAOS_EACH }, (_, i) => ({
      code: `06${provinceCode}${String(i).padStart(4, '0')}`,
      provinceCode,
      districtCode: `${provinceCode}01`,
      type: 'sao',
      name: `อบต.ที่ ${i}`,
      officialName: `องค์การบริหารส่วนตำบลที่ ${i}`,
      baseName: `ที่ ${i}`,
      nameEn: `${provinceCode} ${i}`,
      rank: province * LAOS_EACH + i,
    })),
  );
  return new Directory(provinces, districts, [], laos);
};

/** The pilot's questionnaire, cut down to the rows that a save of the bench changes. */
export const benchQuestionnaire = (pilot: Questionnaire): Questionnaire => {
  const [aspect] = pilot.aspects;
  const [group] = aspect!.groups;
  const rows = Array.from({ length: EVENTS_A_SAVE - 1 }, (_, i) => ({
    ...group!.rows[0]!,
    id: `row-${i}`,
    order: i + 1,
  }));
  return { ...pilot, aspects: [{ ...aspect!, groups: [{ ...group!, rows }] }, ...pilot.aspects.slice(1)] };
};

/** An answer to every row, with another number of users in each save. */
export const answers = (rowIds: readonly string[], users: number): JsonObject =>
  Object.fromEntries(
    rowIds.map((id) => [
      id,
      {
        hasEService: true,
        steps: ['submit-request', 'pay'],
        channels: ['website', 'other'],
        otherChannel: 'ไลน์ของเทศบาล',
        yearlyUsers: users,
      },
    ]),
  );

/** The real command path on a given log: from the handler of a save to the flush. */
export class CommandPath {
  private saves = 0;
  /** The keys of one run are not those of another run on the same log. */
  private readonly run = randomUUID();

  private constructor(
    private readonly handler: SaveAspectHandler,
    private readonly directory: Directory,
    private readonly form: { readonly aspectId: string; readonly rowIds: readonly string[] },
  ) {}

  static async open(store: EventStore, directory: Directory, pilot: Questionnaire): Promise<CommandPath> {
    const clock = new SystemClock();
    const questionnaire = benchQuestionnaire(pilot);
    const path = new DecideAndAppend(store, clock);
    const questionnaires = new QuestionnaireLibrary(path);
    const context = { actor: systemActor, correlationId: 'bench' };
    const rounds = new Rounds(path, questionnaires);
    const writer = new SurveyWriter(path, rounds, new ChangesSince(store, noNames));
    const opening = { fiscalYear: YEAR, closesAt: new Date(Date.now() + 86_400_000).toISOString() };
    const enrolments = new Enrolments(path, directory);
    // A log that was copied has its round already.
    if ((await store.head()) === undefined) {
      await new PublishQuestionnaireHandler(path).execute(
        new PublishQuestionnaire(asJson(questionnaire), context),
      );
      await new OpenCampaignHandler(path, enrolments, directory, questionnaires, clock).execute(
        new OpenCampaign(opening, context, questionnaire.version),
      );
    }
    const aspect = questionnaire.aspects[0]!;
    const rowIds = aspect.groups.flatMap(({ rows }) => rows.map(({ id }) => id));
    return new CommandPath(new SaveAspectHandler(writer), directory, {
      aspectId: aspect.id,
      rowIds,
    });
  }

  /** Durable saves a second, with many concurrent saves over all LAOs. */
  async measure(seconds: number): Promise<number> {
    const start = performance.now();
    const before = this.saves;
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        while (performance.now() - start < seconds * 1000) await this.save();
      }),
    );
    return (this.saves - before) / ((performance.now() - start) / 1000);
  }

  /** @returns the position of the save's last event. */
  async save(): Promise<bigint> {
    const number = (this.saves += 1);
    const { laos } = this.directory;
    const { code: laoCode } = laos[number % laos.length]!;
    const { aspectId, rowIds } = this.form;
    // Parsed from text, like a request's body.
    const body = JSON.parse(JSON.stringify({ answers: answers(rowIds, number) })) as { answers: JsonObject };
    const actor = { sub: `lao.${laoCode}`, role: 'lao', laoCode } as const;
    const { position } = await this.handler.execute(
      new SaveAspect({ fiscalYear: YEAR, laoCode }, aspectId, body, '*', {
        actor,
        correlationId: 'bench-request',
        idempotencyKey: `${this.run}-${number}`,
      }),
    );
    return BigInt(position);
  }
}
