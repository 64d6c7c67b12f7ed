import { Injectable } from '@nestjs/common';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import type { LaoStatusFilter } from '../../projections/read-models/lao-statuses.js';
import { listProvinceStatuses } from '../../projections/read-models/province-statuses.js';
import type { RoundsAsOf } from '../../projections/read-models/round-states.js';
import { enrolledProvince, enrolledSurvey } from '../campaign/get-enrolled.js';
import { requireCampaign } from '../campaign/round.js';
import type { Actor } from '../events/actor.js';
import { EventStore } from '../event-store/event-store.js';
import { provinceOf } from '../events/streams.js';
import { provinceRefusal } from '../identity/policy.js';
import type { Moment } from '../past/moment.js';
import { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { problems } from '../problems/catalogue.js';
import { laoResults, type ResultScope } from './lao-results.js';
import { resultTable, type ResultTable, type Shape } from './result-table.js';

export interface ExportRequest {
  readonly fiscalYear: number;
  readonly shape: Shape;
  readonly provinceCode: string | undefined;
  readonly status: LaoStatusFilter['status'];
  /** Undefined means the present. */
  readonly at: Moment | undefined;
}

/** A table to write, and the part of its file's name before the ending. */
export interface ExportedTable {
  readonly name: string;
  readonly table: ResultTable;
}

/** Opens the answers of a round as a table, within the scope of the person who asks. */
@Injectable()
export class Exports {
  constructor(
    private readonly past: Past,
    private readonly questionnaires: QuestionnaireLibrary,
    private readonly eventStore: EventStore,
  ) {}

  /**
   * The position is fixed here: what is recorded while the rows are read belongs to a later export.
   * @throws Problem `out-of-scope`, `unknown-campaign`, `province-not-in-campaign`, `lao-not-in-campaign`, `unknown-lao`, and what
   * `Points.find` throws.
   */
  async open(request: ExportRequest, actor: Actor): Promise<ExportedTable> {
    requireScope(request, actor);
    const point = await this.point(request.at);
    const rounds = await this.past.rounds(point);
    const { fiscalYear, shape, status } = request;
    const campaign = requireCampaign(await campaignOf(rounds, fiscalYear), fiscalYear);
    const questionnaire = await this.questionnaires.require(campaign.questionnaireVersion);
    const scope = await scopeOf(rounds, request, actor);
    const position = point.position.toString();
    return {
      name: fileName(request, actor, point),
      table: resultTable(
        { fiscalYear, shape, questionnaire, position, time: point.time },
        laoResults(this.past, rounds, point, { ...scope, status }),
      ),
    };
  }

  /** An instant is answered as the position that it ends with, so that a position always gives the same file. */
  private async point(at: Moment | undefined): Promise<Point> {
    const { points } = this.past;
    const position =
      at === undefined ? ((await this.eventStore.head()) ?? -1n) : (await points.find(at)).position;
    return points.find({ kind: 'position', position });
  }
}

/** Another's province is refused, not answered with an empty file. */
const requireScope = ({ provinceCode }: ExportRequest, actor: Actor): void => {
  if (provinceCode === undefined) return;
  const refused =
    actor.role === 'lao'
      ? provinceCode !== provinceOf(actor.laoCode ?? '') && problems.outOfScope()
      : provinceRefusal(actor, provinceCode);
  if (refused) throw refused;
};

const scopeOf = async (
  rounds: RoundsAsOf,
  { fiscalYear, provinceCode }: ExportRequest,
  actor: Actor,
): Promise<ResultScope> => {
  if (actor.laoCode !== undefined) {
    const { province } = await enrolledSurvey(rounds, { fiscalYear, laoCode: actor.laoCode });
    return { fiscalYear, provinces: [province], laoCode: actor.laoCode };
  }
  const code = provinceCode ?? actor.provinceCode;
  if (code === undefined) return { fiscalYear, provinces: await listProvinceStatuses(rounds, fiscalYear) };
  const { province } = await enrolledProvince(rounds, { fiscalYear, provinceCode: code });
  return { fiscalYear, provinces: [province] };
};

/** `results-2565-long-12-certified-position-1234-20221107T092930Z`. */
const fileName = (
  { fiscalYear, shape, provinceCode, status }: ExportRequest,
  actor: Actor,
  { position, time }: Point,
): string => {
  const place = actor.laoCode ?? provinceCode ?? actor.provinceCode ?? 'nation';
  const second = time.replace(/[-:]|\.\d+/g, '');
  const parts = ['results', fiscalYear, shape, place, status, 'position', position, second];
  return parts.filter((part) => part !== undefined).join('-');
};
