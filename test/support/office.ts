import { SqlitePeople } from '../../src/people/embedded/sqlite-people.js';
import {
  CloseCampaign,
  CloseCampaignHandler,
  ExtendCampaign,
  ExtendCampaignHandler,
  OpenCampaign,
  OpenCampaignHandler,
} from '../../src/campaign/campaign-commands.js';
import type { CommandContext, CommandResult } from '../../src/commands/command-context.js';
import { DecideAndAppend } from '../../src/commands/decide-and-append.js';
import { Narrowings } from '../../src/campaign/narrowings.js';
import type { Clock } from '../../src/basics/clock.js';
import type { NewEvent, RecordedEvent } from '../../src/events/recorded-event.js';
import {
  EventStore,
  EventStoreUnavailable,
  type AppendResult,
  type ExpectedRevision,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
} from '../../src/event-store/event-store.js';
import { CertifyProvince, CertifyProvinceHandler } from '../../src/certification/certify-province.js';
import { QuestionnaireLibrary } from '../../src/publication/questionnaire-library.js';
import { Enrolments } from '../../src/roster/enrolments.js';
import { Rounds } from '../../src/campaign/round.js';
import { ReviewSurvey, ReviewSurveyHandler } from '../../src/certification/review-survey.js';
import { ReturnSurvey, ReturnSurveyHandler } from '../../src/certification/return-survey.js';
import {
  RevokeCertification,
  RevokeCertificationHandler,
} from '../../src/certification/revoke-certification.js';
import { AddRow, AddRowHandler } from '../../src/survey/add-row.js';
import { CertifySurvey, CertifySurveyHandler } from '../../src/survey/certify-survey.js';
import { RenameRow, RenameRowHandler } from '../../src/survey/rename-row.js';
import { RemoveRow, RemoveRowHandler } from '../../src/survey/remove-row.js';
import { SaveAspect, SaveAspectHandler } from '../../src/survey/save-aspect.js';
import { ChangesSince } from '../../src/changes/changes-since.js';
import { StreamSurveyFences } from '../../src/survey/stream-survey-fences.js';
import { SurveyWriter } from '../../src/survey/survey-writer.js';
import type { SeenRevision } from '../../src/commands/seen-revision.js';
import type { JsonObject } from '../../src/basics/json.js';
import { WidenCampaign, WidenCampaignHandler } from '../../src/campaign/widen-campaign.js';
import { ApplyRosterChanges, ApplyRosterChangesHandler } from '../../src/roster/apply-roster-changes.js';
import type { ObjectionNote } from '../../src/events/survey-events.js';
import { publishOnce } from './publish.js';
import { editions, FISCAL_YEAR, nation, nationOf, questionnaire, type Edition } from './small-nation.js';

/** There is no sign-in here, so the register of names is empty. */
const noNames = new SqlitePeople(':memory:');

/** The content of a request, without its sender and its repetitions. */
export type Ask =
  | {
      readonly kind: 'save';
      readonly lao: string;
      readonly aspect: string;
      readonly answers: JsonObject;
      readonly expected: SeenRevision;
    }
  | { readonly kind: 'add-row'; readonly lao: string; readonly aspect: string; readonly title: string }
  | {
      readonly kind: 'rename-row';
      readonly lao: string;
      readonly aspect: string;
      readonly row: string;
      readonly title: string;
    }
  | { readonly kind: 'remove-row'; readonly lao: string; readonly aspect: string; readonly row: string }
  | { readonly kind: 'certify'; readonly lao: string; readonly notes?: readonly ObjectionNote[] }
  | { readonly kind: 'review'; readonly lao: string; readonly certifiedRevision: string }
  | { readonly kind: 'return'; readonly lao: string; readonly reason: string }
  | { readonly kind: 'certify-province'; readonly province: string }
  | { readonly kind: 'revoke'; readonly province: string; readonly reason: string }
  | { readonly kind: 'open'; readonly provinces: readonly string[] }
  | { readonly kind: 'widen'; readonly provinces: readonly string[] }
  | { readonly kind: 'roster'; readonly edition: Edition }
  | { readonly kind: 'extend' | 'close' }
  | { readonly kind: 'shorten'; readonly closesAt: string };

export const CLOSES_AT = '2023-01-31T00:00:00.000Z';

/** One API process: the real handlers over a store, with its own cache. */
export class ApiProcess {
  private readonly decideAndAppend: DecideAndAppend;
  private readonly questionnaires: QuestionnaireLibrary;
  private readonly rounds: Rounds;
  private readonly enrolments: Enrolments;
  private readonly changes: ChangesSince;
  private readonly surveys: SurveyWriter;
  private readonly fences: StreamSurveyFences;
  private readonly narrowings: Narrowings;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
  ) {
    this.decideAndAppend = new DecideAndAppend(store, clock);
    this.questionnaires = new QuestionnaireLibrary(this.decideAndAppend);
    this.rounds = new Rounds(this.decideAndAppend, this.questionnaires);
    this.enrolments = new Enrolments(this.decideAndAppend, nation);
    this.fences = new StreamSurveyFences(this.decideAndAppend);
    this.narrowings = new Narrowings(this.decideAndAppend, this.enrolments, this.fences);
    this.changes = new ChangesSince(store, noNames);
    this.surveys = new SurveyWriter(this.decideAndAppend, this.rounds, this.changes);
  }

  /** What a start does. */
  completeNarrowings(): Promise<void> {
    return this.narrowings.completeAll();
  }

  async run(ask: Ask, context: CommandContext): Promise<CommandResult> {
    const { decideAndAppend, rounds, surveys, changes, clock } = this;
    const fiscalYear = FISCAL_YEAR;
    switch (ask.kind) {
      case 'save': {
        const survey = { fiscalYear, laoCode: ask.lao };
        const command = new SaveAspect(survey, ask.aspect, { answers: ask.answers }, ask.expected, context);
        return new SaveAspectHandler(surveys).execute(command);
      }
      case 'add-row': {
        const body = { groupId: ask.aspect.replace('aspect', 'group'), title: ask.title };
        const command = new AddRow({ fiscalYear, laoCode: ask.lao }, ask.aspect, body, undefined, context);
        return new AddRowHandler(surveys).execute(command);
      }
      case 'rename-row': {
        const place = { aspectId: ask.aspect, rowId: ask.row };
        const survey = { fiscalYear, laoCode: ask.lao };
        return new RenameRowHandler(surveys).execute(
          new RenameRow(survey, place, { title: ask.title }, undefined, context),
        );
      }
      case 'remove-row': {
        const survey = { fiscalYear, laoCode: ask.lao };
        return new RemoveRowHandler(surveys).execute(
          new RemoveRow(survey, ask.aspect, ask.row, undefined, context),
        );
      }
      case 'certify':
        return new CertifySurveyHandler(surveys).execute(
          new CertifySurvey(
            { fiscalYear, laoCode: ask.lao },
            ask.notes ? { notes: [...ask.notes] } : {},
            undefined,
            context,
          ),
        );
      case 'review':
        return new ReviewSurveyHandler(decideAndAppend, rounds).execute(
          new ReviewSurvey(
            { fiscalYear, laoCode: ask.lao },
            { certifiedRevision: ask.certifiedRevision },
            context,
          ),
        );
      case 'return':
        return new ReturnSurveyHandler(decideAndAppend, rounds, changes).execute(
          new ReturnSurvey({ fiscalYear, laoCode: ask.lao }, { reason: ask.reason }, undefined, context),
        );
      case 'certify-province':
        return new CertifyProvinceHandler(decideAndAppend, rounds, changes).execute(
          new CertifyProvince({ fiscalYear, provinceCode: ask.province }, undefined, context),
        );
      case 'revoke':
        return new RevokeCertificationHandler(decideAndAppend, rounds).execute(
          new RevokeCertification(
            { fiscalYear, provinceCode: ask.province },
            { reason: ask.reason },
            context,
          ),
        );
      case 'open':
        await publishOnce(decideAndAppend, questionnaire, context);
        return new OpenCampaignHandler(
          decideAndAppend,
          this.enrolments,
          nation,
          this.questionnaires,
          clock,
        ).execute(
          new OpenCampaign(
            { fiscalYear, closesAt: CLOSES_AT, provinces: [...ask.provinces] },
            context,
            questionnaire.version,
          ),
        );
      case 'widen':
        return new WidenCampaignHandler(decideAndAppend, this.enrolments, nation).execute(
          new WidenCampaign(fiscalYear, { provinces: [...ask.provinces] }, context),
        );
      case 'roster': {
        const changes = editions[ask.edition].changes.map((change) => ({ ...change }));
        const body = { province: '11', changes, reason: 'แฟ้มรายชื่อฉบับใหม่' };
        return new ApplyRosterChangesHandler(decideAndAppend, nationOf(ask.edition), this.fences).execute(
          new ApplyRosterChanges(fiscalYear, body, context),
        );
      }
      case 'extend':
        return new ExtendCampaignHandler(decideAndAppend, this.narrowings).execute(
          new ExtendCampaign(fiscalYear, { closesAt: CLOSES_AT }, context),
        );
      case 'shorten':
        return new ExtendCampaignHandler(decideAndAppend, this.narrowings).execute(
          new ExtendCampaign(fiscalYear, { closesAt: ask.closesAt }, context),
        );
      case 'close':
        return new CloseCampaignHandler(decideAndAppend, this.narrowings).execute(
          new CloseCampaign(fiscalYear, {}, context),
        );
      default:
        return ask satisfies never;
    }
  }
}

/** The fault of an append. `lost`: it took effect, but its writer gets no answer. A crash ends the whole process. */
export type Fault = 'none' | 'unreachable' | 'lost' | 'crash-before' | 'crash-after';

abstract class PassingStore extends EventStore {
  constructor(protected readonly inner: EventStore) {
    super();
  }
  override append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    return this.inner.append(stream, events, expected);
  }
  override readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.inner.readStream(stream, options);
  }
  override readAll(options?: ReadAllOptions) {
    return this.inner.readAll(options);
  }
  override subscribe(options: SubscribeOptions) {
    return this.inner.subscribe(options);
  }
  override head() {
    return this.inner.head();
  }
  override close() {
    return this.inner.close();
  }
}

/** Counts what a process asks of its store. */
export class CountingStore extends PassingStore {
  readonly calls: string[] = [];

  override append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    this.calls.push(`append ${stream}`);
    return super.append(stream, events, expected);
  }

  override readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    this.calls.push(`read ${stream} from ${options?.from ?? 0n}`);
    return super.readStream(stream, options);
  }

  /** What was asked since this was last called. */
  taken(): readonly string[] {
    return this.calls.splice(0);
  }
}

/** The store of a process that stops after a number of appends. */
export class DyingStore extends PassingStore {
  constructor(
    inner: EventStore,
    private left: number,
  ) {
    super(inner);
  }

  override async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    if (this.left === 0) throw new Error('stopped');
    this.left -= 1;
    return super.append(stream, events, expected);
  }
}

/** Something happens elsewhere just before the first append to a stream. */
export class InterruptedStore extends PassingStore {
  constructor(
    inner: EventStore,
    private readonly stream: string,
    private elsewhere: (() => Promise<unknown>) | undefined,
  ) {
    super(inner);
  }

  override async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    const { elsewhere } = this;
    if (stream === this.stream && elsewhere) {
      this.elsewhere = undefined;
      await elsewhere();
    }
    return super.append(stream, events, expected);
  }
}

/**
 * The store as one process reaches it. Every call waits before and after its effect, appends may fail, and a dead
 * process gets no answer.
 */
export class UnreliableStore extends PassingStore {
  alive = true;

  constructor(
    inner: EventStore,
    private readonly wait: () => Promise<unknown>,
    private readonly nextFault: () => Fault,
  ) {
    super(inner);
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    await this.pass();
    const fault = this.nextFault();
    if (fault === 'crash-before') this.alive = false;
    if (fault === 'crash-before' || fault === 'unreachable') throw unreachable();
    const result = await this.inner.append(stream, events, expected);
    if (fault === 'crash-after') this.alive = false;
    if (fault === 'crash-after' || fault === 'lost') throw unreachable();
    await this.pass();
    return result;
  }

  override async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    await this.pass();
    const events = await this.inner.readStream(stream, options);
    await this.pass();
    return events;
  }

  private async pass(): Promise<void> {
    await this.wait();
    if (!this.alive) throw unreachable();
  }
}

const unreachable = () => new EventStoreUnavailable('lost', 'unreachable');

/** Gives the log to projections in pages of a chosen size. */
export class PagedStore extends PassingStore {
  constructor(
    inner: EventStore,
    private readonly pageSize: number,
  ) {
    super(inner);
  }
  override readAll(options: ReadAllOptions = {}) {
    return this.inner.readAll({ ...options, pageSize: this.pageSize });
  }
  override subscribe(options: SubscribeOptions) {
    return this.inner.subscribe({ ...options, pageSize: this.pageSize });
  }
}

/** Two API processes on one log. A crashed one is replaced by a fresh one with an empty cache. */
export class ApiProcesses {
  private readonly running: { store: UnreliableStore; api: ApiProcess }[];

  constructor(
    private readonly inner: EventStore,
    private readonly clock: Clock,
    private readonly wait: () => Promise<unknown>,
    private readonly nextFault: () => Fault,
  ) {
    this.running = [this.started(), this.started()];
  }

  one(index: number): ApiProcess {
    const at = index % this.running.length;
    if (!this.running[at]!.store.alive) this.running[at] = this.started();
    return this.running[at]!.api;
  }

  private started() {
    const store = new UnreliableStore(this.inner, this.wait, this.nextFault);
    return { store, api: new ApiProcess(store, this.clock) };
  }
}
