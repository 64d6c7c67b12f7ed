import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Slices } from '../basics/slices.js';
import type { Actor } from '../events/actor.js';
import type { Point } from '../past/points.js';
import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import type { AnswerLog } from './cube/answer-log.js';
import { chosenIn, tally, type RowTally } from './cube/tally.js';
import { FEWEST_LAOS, scopedFilter } from './result-scope.js';
import type { CountsView, OverviewView, RowResultView } from './result-views.js';
import { ResultYears, type ResultYear } from './result-years.js';
import { counts, laoTotals, type LaoFilter, type PlacedLao } from './roster-at.js';

/** The standard rows of a round with how many LAOs answered what. */
export class GetOverview extends Query<OverviewView> {
  constructor(
    readonly fiscalYear: number,
    readonly point: Point,
    readonly filter: LaoFilter & { readonly against?: number },
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(GetOverview)
export class GetOverviewHandler implements IQueryHandler<GetOverview> {
  constructor(private readonly years: ResultYears) {}

  /** @throws Problem `out-of-scope`, `unknown-campaign`, `too-few-laos`. */
  async execute({ fiscalYear, point, filter, actor }: GetOverview): Promise<OverviewView> {
    const year = await this.years.open(fiscalYear, point);
    const wanted = scopedFilter(filter, actor, year.roster);
    const { laos, answers, rows, addedRows } = await tallied(year, wanted, actor);
    const before =
      filter.against === undefined ? undefined : await this.before(filter.against, point, wanted, actor);
    const views = rowViews(year.questionnaire, answers, rows, laos.length);
    return {
      ...(await this.years.head(year)),
      questionnaireVersion: year.questionnaire.version,
      laos: laoTotals(laos),
      rows: before ? views.map((row) => ({ ...row, before: before.get(row.rowId) ?? null })) : views,
      addedRows,
    };
  }

  /** The rows of another year, by row id: the same service has the same id in each form. */
  private async before(
    fiscalYear: number,
    point: Point,
    wanted: LaoFilter,
    actor: Actor,
  ): Promise<ReadonlyMap<string, CountsView>> {
    const year = await this.years.open(fiscalYear, point);
    const { laos, answers, rows } = await tallied(year, wanted, actor);
    return new Map(answers.rows.map(({ id }, row) => [id, countsView(rows[row]!, laos.length)]));
  }
}

const tallied = async ({ roster, answers, position }: ResultYear, wanted: LaoFilter, actor: Actor) => {
  const laos = roster.filter((lao) => counts(lao, wanted));
  requireEnough(laos, actor);
  const codes = laos.map(({ laoCode }) => laoCode);
  return { laos, answers, ...(await tally(answers, codes, position, await Slices.begin())) };
};

/** An LAO sees no other's answers, so what it sees is about several. */
const requireEnough = (laos: readonly PlacedLao[], actor: Actor): void => {
  if (actor.role === 'lao' && laos.length < FEWEST_LAOS) throw problems.tooFewLaos(FEWEST_LAOS);
};

const countsView = ({ answered, offering, needed, users }: RowTally, laos: number): CountsView => ({
  laos,
  answered,
  offering,
  needed,
  users,
});

const rowViews = (
  questionnaire: Questionnaire,
  answers: AnswerLog,
  tallies: readonly RowTally[],
  laos: number,
): RowResultView[] =>
  questionnaire.aspects.flatMap((aspect) =>
    aspect.groups.flatMap((group) =>
      group.rows.map((row) => {
        const counted = tallies[answers.rowNumber(row.id)!]!;
        return {
          rowId: row.id,
          aspectId: aspect.id,
          groupId: group.id,
          title: row.titleTh,
          ...countsView(counted, laos),
          notOffering: counted.notOffering,
          notNeeded: counted.notNeeded,
          steps: chosenIn(counted, answers, 'steps', questionnaire.processSteps),
          channels: chosenIn(counted, answers, 'channels', questionnaire.channels),
          choices: chosenIn(counted, answers, 'choices', row.choices ?? []),
        };
      }),
    ),
  );
