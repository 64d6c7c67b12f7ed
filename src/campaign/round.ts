import { Injectable } from '@nestjs/common';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import type { Fenced } from '../events/fence.js';
import type { StreamModel } from '../commands/stream-model.js';
import { systemActor } from '../events/actor.js';
import type { Category } from '../events/domain-event.js';
import {
  campaignStream,
  provinceOf,
  provinceStream,
  surveyStream,
  type ProvinceKey,
  type SurveyKey,
} from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { provinceModel, type ProvinceYear } from '../roster/province.js';
import { requireLao, requireRoster } from '../roster/roster-decisions.js';
import type { Roster } from '../roster/roster.js';
import { campaignModel, type Campaign } from './campaign.js';

/** The context of a survey, without its own events. */
export interface SurveyRound {
  readonly provinceCode: string;
  readonly campaign: Campaign;
  readonly questionnaire: Questionnaire;
  /** The roster and the officers' acts, as read for this look-up. */
  readonly province: ProvinceYear;
}

/** The context of a province's acts. */
export interface ProvinceRound {
  readonly campaign: Campaign;
  readonly roster: Roster;
}

/** @throws Problem `unknown-campaign`. */
export const requireCampaign = <Round>(campaign: Round | undefined, fiscalYear: number): Round => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  return campaign;
};

/** Reports two different mistakes: the round does not ask the province, or the province's roster does not list the LAO. */
export const requireInRound = (roster: Roster | undefined, { fiscalYear, laoCode }: SurveyKey): void => {
  if (!roster) throw problems.laoNotInCampaign(laoCode, fiscalYear);
  requireLao(roster, laoCode);
};

/** Reads from the log what a decision needs besides the stream that the command writes. */
@Injectable()
export class Rounds {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  /**
   * @param fenced what the decision must have seen at least; undefined for the current state of both streams
   * @throws Problem `unknown-campaign`, `lao-not-in-campaign`, `unknown-lao`, `unknown-questionnaire`.
   */
  async ofSurvey(key: SurveyKey, fenced?: Fenced): Promise<SurveyRound> {
    const { fiscalYear } = key;
    const provinceCode = provinceOf(key.laoCode);
    const province = await this.seen({ fiscalYear, provinceCode }, fenced?.province);
    // After the province: an LAO that joined the roster during a closing is seen together with the closing.
    const campaign = requireCampaign(await this.campaign(fiscalYear, fenced?.campaign), fiscalYear);
    requireInRound(province.roster, key);
    const questionnaire = await this.questionnaires.require(campaign.questionnaireVersion);
    return { provinceCode, campaign, questionnaire, province };
  }

  /** @throws Problem `unknown-campaign`, `province-not-in-campaign`. */
  async ofProvince(key: ProvinceKey): Promise<ProvinceRound> {
    const campaign = requireCampaign(await this.campaign(key.fiscalYear), key.fiscalYear);
    return { campaign, roster: requireRoster(await this.seen(key), key) };
  }

  /**
   * Calls a withdrawal off if it has put its fence into the survey but is not recorded: it is being decided, or a crash left it. Its
   * append then meets a conflict, and is decided again.
   */
  async callOff(key: SurveyKey, { province }: Fenced, correlationId: string): Promise<void> {
    const stream = provinceStream(key.fiscalYear, provinceOf(key.laoCode));
    const { revision } = await this.decideAndAppend.recall(stream, provinceModel, province);
    if (revision >= province) return;
    const fence = { stream: surveyStream(key.fiscalYear, key.laoCode), revision: province.toString() };
    const command = { name: 'CallOffWithdrawal', content: fence };
    const idempotencyKey = `call off ${fence.stream}@${fence.revision}`;
    const context = { actor: systemActor, correlationId, idempotencyKey };
    await this.decideAndAppend.execute({ stream, model: provinceModel }, command, context, () => [
      { type: 'ProvinceFenced', data: fence },
    ]);
  }

  private async seen({ fiscalYear, provinceCode }: ProvinceKey, since?: bigint): Promise<ProvinceYear> {
    return this.state(provinceStream(fiscalYear, provinceCode), provinceModel, since);
  }

  private async campaign(fiscalYear: number, since?: bigint): Promise<Campaign | undefined> {
    return this.state(campaignStream(fiscalYear), campaignModel, since);
  }

  private async state<State, Of extends Category>(
    stream: string,
    model: StreamModel<State, Of>,
    since: bigint | undefined,
  ): Promise<State> {
    const loaded =
      since === undefined
        ? this.decideAndAppend.load(stream, model)
        : this.decideAndAppend.recall(stream, model, since);
    return (await loaded).state;
  }
}
