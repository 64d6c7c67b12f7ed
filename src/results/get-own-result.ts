import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Slices } from '../basics/slices.js';
import { enrolledSurvey } from '../campaign/get-enrolled.js';
import type { SurveyKey } from '../events/streams.js';
import type { Point } from '../past/points.js';
import { ANSWERED, NEEDED, NOT_NEEDED, OFFERING, type AnswerLog } from './cube/answer-log.js';
import { laoTally, tally, type Tally } from './cube/tally.js';
import { FEWEST_LAOS } from './result-scope.js';
import type { LikeView, MissingRowView, OwnResultView, OwnRowView, SharesView } from './own-result-views.js';
import type { RowAnswer } from './result-views.js';
import { ResultYears, type ResultYear } from './result-years.js';
import { laoTotals, type PlacedLao } from './roster-at.js';

/** An LAO's own result among those of its type, its province and the country. */
export class GetOwnResult extends Query<OwnResultView> {
  constructor(
    readonly survey: SurveyKey,
    readonly point: Point,
  ) {
    super();
  }
}

@QueryHandler(GetOwnResult)
export class GetOwnResultHandler implements IQueryHandler<GetOwnResult> {
  constructor(private readonly years: ResultYears) {}

  /** @throws Problem `unknown-campaign`, `lao-not-in-campaign`, `unknown-lao`. */
  async execute({ survey, point }: GetOwnResult): Promise<OwnResultView> {
    const year = await this.years.open(survey.fiscalYear, point);
    await enrolledSurvey(year.rounds, survey);
    const own = year.roster.find(({ laoCode }) => laoCode === survey.laoCode)!;
    const asked = year.roster.filter((lao) => lao.asked);
    const [type, province, country] = [
      await likeOf(
        year,
        asked.filter((lao) => lao.type === own.type),
      ),
      await likeOf(
        year,
        asked.filter((lao) => lao.provinceCode === own.provinceCode),
      ),
      await likeOf(year, asked),
    ];
    const sharesOf = (row: number): SharesView => ({
      type: shareOf(type, row),
      province: shareOf(province, row),
      country: shareOf(country, row),
    });
    const rows = ownRows(year, own, sharesOf);
    return {
      ...(await this.years.head(year)),
      lao: laoView(own),
      own: laoTally(year.answers, own.laoCode, year.position, undefined),
      like: { type: type.view, province: province.view, country: country.view },
      rows,
      missing: await missing(
        year,
        asked.filter((lao) => lao.type === own.type),
        rows,
      ),
      fingerprint: own.fingerprint,
    };
  }
}

interface Like {
  readonly view: LikeView;
  /** Undefined: too few LAOs. */
  readonly tally: Tally | undefined;
  readonly laos: number;
}

const likeOf = async ({ answers, position }: ResultYear, laos: readonly PlacedLao[]): Promise<Like> => {
  if (laos.length < FEWEST_LAOS) return { view: { tooFew: true }, tally: undefined, laos: laos.length };
  const slices = await Slices.begin();
  const codes = laos.map(({ laoCode }) => laoCode);
  const counted = await tally(answers, codes, position, slices);
  const { total, started, certified } = laoTotals(laos);
  const group = {
    laos: total,
    started,
    certified,
    answered: 0,
    offering: 0,
    needed: 0,
    users: { sum: 0, laos: 0 },
  };
  for (const { answered, offering, needed, users } of counted.rows) {
    group.answered += answered;
    group.offering += offering;
    group.needed += needed;
    group.users.sum += users.sum;
    group.users.laos += users.laos;
  }
  return { view: group, tally: counted, laos: laos.length };
};

const shareOf = ({ tally: counted, laos }: Like, row: number): number | null =>
  counted ? counted.rows[row]!.offering / laos : null;

const ownRows = (
  { questionnaire, answers, position }: ResultYear,
  { laoCode }: PlacedLao,
  sharesOf: (row: number) => SharesView,
): OwnRowView[] =>
  questionnaire.aspects.flatMap((aspect) =>
    aspect.groups.flatMap(({ rows }) =>
      rows.map(({ id, titleTh }) => {
        const row = answers.rowNumber(id)!;
        const own = ownAnswer(answers, laoCode, row, position);
        return { rowId: id, aspectId: aspect.id, title: titleTh, own, share: sharesOf(row) };
      }),
    ),
  );

const ownAnswer = (log: AnswerLog, laoCode: string, row: number, position: number): RowAnswer | null => {
  const lao = log.laoNumber(laoCode);
  const flags = lao === undefined ? 0 : log.flagsOf(log.changeAt(lao, row, position));
  if ((flags & OFFERING) !== 0) return 'offering';
  if ((flags & NEEDED) !== 0) return 'needed';
  if ((flags & NOT_NEEDED) !== 0) return 'not-needed';
  return (flags & ANSWERED) !== 0 ? 'not-offering' : null;
};

/** What the leaders of the type offer and the LAO does not, most common first. */
const missing = async (
  { answers, position }: ResultYear,
  alike: readonly PlacedLao[],
  rows: readonly OwnRowView[],
): Promise<MissingRowView[]> => {
  const leaders = leadersOf(answers, alike, position);
  if (leaders.length < FEWEST_LAOS) return [];
  const counted = await tally(answers, leaders, position, await Slices.begin());
  return rows
    .filter(({ own }) => own !== 'offering')
    .map(({ rowId, title }) => {
      const { offering } = counted.rows[answers.rowNumber(rowId)!]!;
      return { rowId, title, share: offering / leaders.length };
    })
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
};

/** The quarter that offers most services, at least as many LAOs as may be shown together. Equal ones lead together. */
const leadersOf = (answers: AnswerLog, alike: readonly PlacedLao[], position: number): readonly string[] => {
  const offered = alike
    .map(({ laoCode }) => ({ laoCode, count: laoTally(answers, laoCode, position, undefined).offering }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  const last = offered[Math.max(FEWEST_LAOS, Math.ceil(alike.length / 4)) - 1] ?? offered.at(-1);
  return last ? offered.filter(({ count }) => count >= last.count).map(({ laoCode }) => laoCode) : [];
};

const laoView = (lao: PlacedLao): OwnResultView['lao'] => ({
  laoCode: lao.laoCode,
  name: lao.name,
  nameEn: lao.nameEn,
  laoType: lao.type,
  province: lao.province.name,
  provinceCode: lao.provinceCode,
  district: lao.district,
  status: lao.status,
});
