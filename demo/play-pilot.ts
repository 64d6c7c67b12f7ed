import type { History, HistoryItem } from '../src/history/history-view.js';
import type { ProvinceStatusView } from '../src/lists/get-province-status.js';
import type { Questionnaire, StandardRow } from '../src/questionnaire/questionnaire.js';
import type { FormView } from '../src/form/form-view.js';
import { typesAbout } from '../src/events/event-types.js';
import type { SurveyList } from '../src/lists/list-surveys.js';
import { addedTitlesOf, answerOf, serviceAnswerOf } from './answers.js';
import { signIn, type Client } from './browser.js';

export const YEAR = 2565;
export const PROVINCE = '12';
const AT_THE_SAME_TIME = 6;

/** The standard members of a problem document. Other members depend on its code. */
export interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly count?: number;
  readonly missing?: readonly { readonly name: string }[];
  readonly aspects?: readonly { readonly rows: readonly { readonly title: string }[] }[];
}

/** Gets the events of the demo as they happen. */
export interface Audience {
  /** A scene begins. */
  scene(title: string): void;
  /** The system refused, as it should. */
  refused(problem: ProblemDocument): void;
  /** `done` of `of` LAOs have filled and certified. */
  filled(done: number, of: number): void;
}

export interface PilotRecord {
  readonly list: SurveyList;
  readonly status: ProvinceStatusView;
  /** Certifications, returns and revocations in log order. */
  readonly certifications: readonly HistoryItem[];
  readonly nameOf: (laoCode: string) => string;
}

/** The system answered differently from what the demo expects. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

/** Plays the pilot of one province on a server without a campaign. Every step is checked. */
export const playPilot = async (baseUrl: string, audience: Audience): Promise<PilotRecord> => {
  const officer = await signIn(baseUrl, `province.${PROVINCE}`);
  const admin = await signIn(baseUrl, 'admin');
  const questionnaire = await read<Questionnaire>(officer, `/api/questionnaires/${YEAR}`);
  const status = () => read<ProvinceStatusView>(officer, `/api/provinces/${PROVINCE}/status/${YEAR}`);
  const before = await status();
  if (before.notStarted !== before.total) {
    throw new Unexpected(
      `the survey has already begun in ${before.total - before.notStarted} LAOs: play on a fresh DATA_DIR`,
    );
  }
  const clerkOf = async (laoCode: string) =>
    new Clerk(await signIn(baseUrl, `lao.${laoCode}`), laoCode, questionnaire);
  const certifyProvince = () => officer.post(`/api/provinces/${PROVINCE}/certifications/${YEAR}`);
  const codes = before.laos.map(({ code }) => code);
  const [firstCode, lastCode] = [codes[0], codes.at(-1)];
  if (firstCode === undefined || lastCode === undefined) throw new Unexpected('the province has no LAO');

  audience.scene(`${before.laos[0]?.name} รับรองข้อมูลทั้งที่ยังกรอกไม่ครบ`);
  const first = await clerkOf(firstCode);
  await first.fill({ leaveOneRowOpen: true });
  audience.refused(await refusal(first.certify(), 'survey-incomplete'));

  audience.scene(`อปท. ${codes.length - 1} แห่งกรอกแบบสำรวจและรับรองข้อมูล`);
  let done = 0;
  const fillAndCertify = async (clerk: Clerk): Promise<void> => {
    await clerk.fill();
    await accepted(clerk.certify(), 201);
    audience.filled((done += 1), codes.length);
  };
  await fillAndCertify(first);
  const waiting = codes.slice(1, -1);
  await Promise.all(
    Array.from({ length: AT_THE_SAME_TIME }, async () => {
      for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
        await fillAndCertify(await clerkOf(code));
      }
    }),
  );

  audience.scene('จังหวัดรับรองข้อมูลทั้งหมด ขณะที่ยังมี อปท. ไม่ได้รับรอง');
  const tooEarly = await refusal(certifyProvince(), 'province-incomplete');
  if (tooEarly.count !== 1) throw new Unexpected(`${tooEarly.count} LAOs missing, one was left out`);
  audience.refused(tooEarly);

  audience.scene('อปท. แห่งสุดท้ายรับรองข้อมูล แล้วจังหวัดรับรองข้อมูลทั้งหมด');
  await fillAndCertify(await clerkOf(lastCode));
  await accepted(certifyProvince(), 201);
  audience.refused(await refusal(first.save(questionnaire.aspects[0]!.id, {}), 'province-certified'));

  audience.scene('กรมเพิกถอนการรับรองของจังหวัด และจังหวัดส่งแบบสำรวจหนึ่งฉบับกลับไปแก้ไข');
  await accepted(
    admin.post(`/api/provinces/${PROVINCE}/certifications/${YEAR}/revocation`, {
      reason: 'พบจำนวนผู้ใช้บริการของ อปท. หนึ่งแห่งคลาดเคลื่อน ขอให้จังหวัดตรวจสอบอีกครั้ง',
    }),
    201,
  );
  await accepted(
    officer.post(`/api/surveys/${YEAR}/${firstCode}/return`, {
      reason: 'โปรดตรวจสอบจำนวนผู้ใช้บริการของงานแรกในด้านที่ 1',
    }),
    201,
  );
  audience.refused(await refusal(certifyProvince(), 'province-incomplete'));

  audience.scene('อปท. แก้ไขและรับรองข้อมูลอีกครั้ง แล้วจังหวัดรับรองข้อมูลทั้งหมด');
  await first.correct();
  await accepted(first.certify(), 201);
  await accepted(certifyProvince(), 201);

  const after = await status();
  if (after.certified !== after.total || after.certifiedAt === null) {
    throw new Unexpected(`${after.certified} of ${after.total} certified at the end`);
  }
  const list = await read<SurveyList>(
    officer,
    `/api/surveys?fiscalYear=${YEAR}&province=${PROVINCE}&pageSize=500`,
  );
  const names = new Map(after.laos.map(({ code, name }) => [code, name]));
  return {
    list,
    status: after,
    certifications: await certificationsOf(await signIn(baseUrl, 'auditor'), codes),
    nameOf: (laoCode) => names.get(laoCode) ?? laoCode,
  };
};

/** A staff member of one LAO at its form. */
class Clerk {
  constructor(
    private readonly browser: Client,
    private readonly laoCode: string,
    private readonly questionnaire: Questionnaire,
  ) {}

  /** Adds the office's own rows the first time, then answers and saves aspect by aspect. */
  async fill({ leaveOneRowOpen = false } = {}): Promise<void> {
    if ((await this.form()).revision === '-1') await this.addRows();
    const { aspects } = await this.form();
    for (const { id, rows } of aspects) {
      const answered = leaveOneRowOpen && id === aspects[0]?.id ? rows.slice(1) : rows;
      await accepted(
        this.save(
          id,
          Object.fromEntries(
            answered.map((row) => [row.id, answerOf(this.questionnaire, this.laoCode, row)]),
          ),
        ),
        200,
      );
    }
  }

  /** Gives the first row another number of users. */
  async correct(): Promise<void> {
    const [aspect] = (await this.form()).aspects;
    const [row] = aspect!.rows;
    const { processSteps, channels } = this.questionnaire;
    const corrected = {
      ...serviceAnswerOf(this.questionnaire, this.laoCode, row!),
      steps: [processSteps[0]!.id],
      channels: [channels[0]!.id],
      yearlyUsers: 218,
    };
    await accepted(this.save(aspect!.id, { [row!.id]: corrected }), 200);
  }

  async save(aspectId: string, answers: object): Promise<Response> {
    const { revision } = await this.form();
    return this.browser.put(`${this.path}/aspects/${aspectId}`, { answers }, { 'if-match': `"${revision}"` });
  }

  certify(): Promise<Response> {
    return this.browser.post(`${this.path}/certification`);
  }

  private async addRows(): Promise<void> {
    for (const { id, groups } of this.questionnaire.aspects) {
      for (const group of groups as readonly GroupWithExamples[]) {
        for (const title of addedTitlesOf(this.laoCode, group.exampleRowsForDemo ?? [])) {
          await accepted(
            this.browser.post(`${this.path}/aspects/${id}/rows`, { groupId: group.id, title }),
            201,
          );
        }
      }
    }
  }

  private form(): Promise<FormView> {
    return read<FormView>(this.browser, this.path);
  }

  private get path(): string {
    return `/api/surveys/${YEAR}/${this.laoCode}`;
  }
}

/** The questionnaire's file also has example services that offices add as their own rows. Only the demo uses them. */
interface GroupWithExamples {
  readonly id: string;
  readonly exampleRowsForDemo?: readonly StandardRow[];
}

const acts: readonly string[] = typesAbout('certification');

/** An act of the province is in the history of every LAO that it covers. It is reported once. */
const certificationsOf = async (auditor: Client, codes: readonly string[]): Promise<HistoryItem[]> => {
  const found = new Map<string, HistoryItem>();
  for (const code of codes) {
    const { items } = await read<History>(auditor, `/api/audit/surveys/${YEAR}/${code}/history?pageSize=500`);
    for (const item of items) if (acts.includes(item.type)) found.set(item.position, item);
  }
  return [...found.values()].sort((a, b) => Number(BigInt(a.position) - BigInt(b.position)));
};

export const read = async <Body>(browser: Client, path: string): Promise<Body> =>
  (await (await accepted(browser.get(path), 200)).json()) as Body;

export const accepted = async (answer: Promise<Response>, status: number): Promise<Response> => {
  const response = await answer;
  if (response.status === status) return response;
  throw new Unexpected(`${response.url}: ${response.status} instead of ${status}: ${await response.text()}`);
};

const refusal = async (answer: Promise<Response>, code: string): Promise<ProblemDocument> => {
  const response = await answer;
  const problem = (await response.json()) as ProblemDocument;
  if (problem.code === code) return problem;
  throw new Unexpected(`${response.url}: ${response.status} ${problem.code} instead of ${code}`);
};
