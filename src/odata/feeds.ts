import { Injectable } from '@nestjs/common';
import { Slices } from '../basics/slices.js';
import type { Actor } from '../events/actor.js';
import { Past } from '../past/past.js';
import { problems } from '../problems/catalogue.js';
import { answerRows, laoFields, type LaoResult } from '../results/answer-row.js';
import type { FlatRow } from '../results/flat.js';
import { requireWhole } from '../results/damage.js';
import { laoResults } from '../results/lao-results.js';
import { ResultPoints } from '../results/result-points.js';
import { ResultYears } from '../results/result-years.js';
import { candidates, provincesOf, type Candidate, type Round } from './candidates.js';
import { valueIn, type EntitySet } from './entity-sets.js';
import { truthOf } from './filter-meaning.js';
import type { Condition } from './filter-syntax.js';
import type { QueryOptions } from './query-options.js';
import type { SkipToken } from './skip-token.js';

/** A page ends with the LAO that brings it to this number of rows, or with the last of this number of LAOs. */
const ROWS_A_PAGE = 1_000;
const LAOS_A_PAGE = 100;
/** A count reads at most this number of forms: the biggest province has fewer LAOs. */
const FORMS_A_COUNT = 400;

export interface FeedPage {
  readonly rows: readonly FlatRow[];
  readonly position: bigint;
  /** Of all entities that match; undefined when it was not asked for. */
  readonly count: number | undefined;
  /** Undefined on the last page. */
  readonly next: SkipToken | undefined;
}

interface Request {
  readonly fiscalYear: number;
  readonly set: EntitySet;
  readonly actor: Actor;
}

/** Reads entities page by page, all pages as of one position of the log. */
@Injectable()
export class Feeds {
  constructor(
    private readonly past: Past,
    private readonly points: ResultPoints,
    private readonly years: ResultYears,
  ) {}

  /**
   * The rows of whole LAOs, so that the next page begins with an LAO.
   * @throws Problem `unknown-campaign`, `odata-count-too-costly`, `record-damaged`, what `ResultPoints.find` and `provincesOf` throw.
   */
  async page({ fiscalYear, set, actor }: Request, options: QueryOptions): Promise<FeedPage> {
    const { filter, skipToken } = options;
    const round = await this.open(fiscalYear, actor, options);
    const { position } = round.point;
    const count = options.count ? await this.counted(round, { set, filter }) : undefined;
    const rows: FlatRow[] = [];
    let { top, skip } = skipToken ?? options;
    const found = candidates(round, filter, skipToken?.after);
    let next = await found.next();
    let after = '';
    for (
      let laos = 0;
      !next.done && top !== 0 && rows.length < ROWS_A_PAGE && laos < LAOS_A_PAGE;
      laos += 1
    ) {
      const matching = await this.rowsOf(round, set, next.value, filter);
      const shown = matching.slice(skip, top === undefined ? undefined : skip + top);
      skip = Math.max(0, skip - matching.length);
      if (top !== undefined) top -= shown.length;
      rows.push(...shown);
      after = next.value.status.laoCode;
      next = await found.next();
    }
    const isLast = next.done || top === 0;
    return { rows, position, count, next: isLast ? undefined : { position, after, top, skip } };
  }

  /** @throws the same. */
  async count({ fiscalYear, set, actor }: Request, options: QueryOptions): Promise<number> {
    return this.counted(await this.open(fiscalYear, actor, options), { set, filter: options.filter });
  }

  private async open(
    fiscalYear: number,
    actor: Actor,
    { skipToken, at, after }: QueryOptions,
  ): Promise<Round> {
    const fixed = skipToken?.position.toString() ?? at;
    const point = await this.points.find({
      ...(fixed !== undefined && { at: fixed }),
      ...(after !== undefined && { after }),
    });
    const round = await this.years.round(fiscalYear, point);
    const provinces = await provincesOf(round, actor);
    await requireWhole(this.past.store, { fiscalYear, provinces, laoCode: actor.laoCode }, point.position);
    return { ...round, actor, provinces };
  }

  /** The LAO's entities that match. */
  private async rowsOf(
    { fiscalYear, point, rounds, questionnaire }: Round,
    { name }: EntitySet,
    { province, status: { laoCode } }: Candidate,
    filter: Condition | undefined,
  ): Promise<readonly FlatRow[]> {
    const scope = { fiscalYear, provinces: [province], laoCode };
    const found: LaoResult[] = [];
    for await (const portion of laoResults(this.past, rounds, point, scope)) found.push(...portion);
    return found
      .flatMap((lao): readonly FlatRow[] =>
        name === 'Laos' ? [laoFields(lao, questionnaire)] : answerRows(lao, questionnaire),
      )
      .filter((row) => filter === undefined || truthOf(filter, (field) => valueIn(row, field)) === true);
  }

  private async counted(
    round: Round,
    { set, filter }: Pick<Request, 'set'> & Pick<QueryOptions, 'filter'>,
  ): Promise<number> {
    const slices = await Slices.begin();
    let count = 0;
    let forms = 0;
    for await (const candidate of candidates(round, filter, undefined)) {
      if (set.name === 'Laos' && candidate.isCertain) count += 1;
      else if (++forms > FORMS_A_COUNT) throw problems.odataCountTooCostly(FORMS_A_COUNT);
      else count += (await this.rowsOf(round, set, candidate, filter)).length;
      await slices.step();
    }
    return count;
  }
}
