import { Injectable } from '@nestjs/common';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import type { RoundsAsOf } from '../../projections/read-models/round-states.js';
import { requireCampaign } from '../campaign/round.js';
import { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import type { AnswerLog } from './cube/answer-log.js';
import { AnswerLogs } from './cube/answer-logs.js';
import { damagedStreams } from './damage.js';
import type { PlacedLao } from './roster-at.js';
import { RostersAt } from './rosters-at.js';

/** A round at one position of the log. */
export interface RoundAt {
  readonly fiscalYear: number;
  readonly point: Point;
  readonly rounds: RoundsAsOf;
  readonly questionnaire: Questionnaire;
}

/** A round at one position, with its LAOs and all answers. */
export interface ResultYear extends RoundAt {
  /** Of the point, as the answers count positions. */
  readonly position: number;
  readonly roster: readonly PlacedLao[];
  readonly answers: AnswerLog;
}

/** What every answer about results begins with. */
export interface ResultHead {
  readonly fiscalYear: number;
  readonly position: string;
  readonly time: string;
  /** Streams whose events up to the position could not all be read: their later answers are missing. */
  readonly damaged: number;
}

/** Opens the results of a round at a point. */
@Injectable()
export class ResultYears {
  constructor(
    private readonly past: Past,
    private readonly questionnaires: QuestionnaireLibrary,
    private readonly rosters: RostersAt,
    private readonly answers: AnswerLogs,
  ) {}

  /** @throws Problem `unknown-campaign`. */
  async round(fiscalYear: number, point: Point): Promise<RoundAt> {
    const rounds = await this.past.rounds(point);
    const campaign = requireCampaign(await campaignOf(rounds, fiscalYear), fiscalYear);
    const questionnaire = await this.questionnaires.require(campaign.questionnaireVersion);
    return { fiscalYear, point, rounds, questionnaire };
  }

  /** @throws Problem `unknown-campaign`. */
  async open(fiscalYear: number, point: Point): Promise<ResultYear> {
    const round = await this.round(fiscalYear, point);
    const roster = await this.rosters.at(round.rounds, fiscalYear, point.position);
    const answers = await this.answers.upTo(fiscalYear, round.questionnaire, point.position);
    return { ...round, position: Number(point.position), roster, answers };
  }

  async head({ fiscalYear, point }: RoundAt): Promise<ResultHead> {
    const { position, time } = point;
    const damaged = await damagedStreams(this.past.store, fiscalYear, position);
    return { fiscalYear, position: position.toString(), time, damaged: damaged.length };
  }
}
