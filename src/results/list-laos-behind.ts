import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answersOf, formAsOf, type FormAsOf } from '../../projections/read-models/answers.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Actor } from '../events/actor.js';
import type { Point } from '../past/points.js';
import { People } from '../people/people.js';
import { problems } from '../problems/catalogue.js';
import type { Answer } from '../questionnaire/answer.js';
import { ANSWERED, NEEDED, NOT_NEEDED, OFFERING } from './cube/answer-log.js';
import { requireRow } from './get-groups.js';
import { scopedFilter } from './result-scope.js';
import type { LaoBehindView, LaosBehindView, RowAnswer } from './result-views.js';
import { ResultYears, type ResultYear } from './result-years.js';
import { counts, type LaoFilter, type PlacedLao } from './roster-at.js';

export interface AnswerFilter {
  readonly row?: string;
  readonly answer?: RowAnswer | 'unanswered';
  readonly step?: string;
  readonly channel?: string;
  readonly choice?: string;
}

export interface LaosBehindRequest extends LaoFilter, AnswerFilter {
  readonly page: number;
  readonly pageSize: number;
}

/** The LAOs behind a number of the results. */
export class ListLaosBehind extends Query<LaosBehindView> {
  constructor(
    readonly fiscalYear: number,
    readonly point: Point,
    readonly request: LaosBehindRequest,
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(ListLaosBehind)
export class ListLaosBehindHandler implements IQueryHandler<ListLaosBehind> {
  constructor(
    private readonly years: ResultYears,
    private readonly store: ReadStore,
    private readonly people: People,
  ) {}

  /** @throws Problem `out-of-scope`, `unknown-campaign`, `unknown-row`, `invalid-request`. */
  async execute({ fiscalYear, point, request, actor }: ListLaosBehind): Promise<LaosBehindView> {
    const year = await this.years.open(fiscalYear, point);
    const wanted = scopedFilter(request, actor, year.roster);
    requireRow(year, request.row);
    const answered = answerFilter(year, request);
    const laos = year.roster.filter((lao) => counts(lao, wanted) && answered(lao.laoCode));
    const { page, pageSize, row } = request;
    const shown = laos.slice((page - 1) * pageSize, page * pageSize);
    return {
      ...(await this.years.head(year)),
      total: laos.length,
      laos: row === undefined ? shown.map((lao) => laoView(lao)) : await this.withAnswers(year, shown, row),
    };
  }

  private async withAnswers(
    { fiscalYear, point }: ResultYear,
    laos: readonly PlacedLao[],
    row: string,
  ): Promise<LaoBehindView[]> {
    const codes = laos.map(({ laoCode }) => laoCode);
    const recorded = await answersOf(this.store, fiscalYear, codes);
    const answers = codes.map((code) => formAsOf(recorded.get(code), point.position).answers[row]);
    const names = await this.people.namesOf(answers.flatMap((each) => each?.by ?? []));
    return laos.map((lao, place) => laoView(lao, answers[place], names));
  }
}

/** @throws Problem `invalid-request` for an answer without its row. */
const answerFilter = (
  { answers, position }: ResultYear,
  { row: rowId, answer, step, channel, choice }: AnswerFilter,
): ((laoCode: string) => boolean) => {
  const members = Object.entries({ steps: step, channels: channel, choices: choice } as const).filter(
    ([, id]) => id !== undefined,
  );
  const isNarrowed = answer !== undefined || members.length > 0;
  if (!isNarrowed) return () => true;
  if (rowId === undefined) throw problems.invalidRequest([{ path: 'row', message: 'must be given with it' }]);
  const row = answers.rowNumber(rowId)!;
  const chosen = members.map(([field, id]) => answers.selections.numberOfMember(field as 'steps', id!));
  return (laoCode) => {
    const lao = answers.laoNumber(laoCode);
    const change = lao === undefined ? -1 : answers.changeAt(lao, row, position);
    const own = answers.membersOf(change);
    return (
      says(answers.flagsOf(change), answer) && chosen.every((id) => id !== undefined && own.includes(id))
    );
  };
};

const says = (flags: number, answer: AnswerFilter['answer']): boolean => {
  switch (answer) {
    case undefined:
      return true;
    case 'unanswered':
      return (flags & ANSWERED) === 0;
    case 'offering':
      return (flags & OFFERING) !== 0;
    case 'not-offering':
      return (flags & ANSWERED) !== 0 && (flags & OFFERING) === 0;
    case 'needed':
      return (flags & NEEDED) !== 0;
    case 'not-needed':
      return (flags & NOT_NEEDED) !== 0;
    default:
      return answer satisfies never;
  }
};

const laoView = (
  { laoCode, name, nameEn, province, provinceCode, district, type, status }: PlacedLao,
  given?: FormAsOf['answers'][string],
  names?: ReadonlyMap<string, string>,
): LaoBehindView => {
  const known = given && names?.get(given.by);
  return {
    ...{ laoCode, name, nameEn, provinceCode, district, status },
    province: province.name,
    laoType: type,
    users: usersOf(given?.answer),
    at: given?.at ?? null,
    by: given ? { sub: given.by, ...(known !== undefined && { name: known }) } : null,
  };
};

const usersOf = (answer: Answer | null | undefined): number | null => answer?.yearlyUsers ?? null;
