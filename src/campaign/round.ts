import { Injectable } from '@nestjs/common';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import {
  campaignStream,
  provinceOf,
  provinceStream,
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

  /** @throws Problem `unknown-campaign`, `lao-not-in-campaign`, `unknown-lao`, `unknown-questionnaire`. */
  async ofSurvey(key: SurveyKey): Promise<SurveyRound> {
    const { fiscalYear } = key;
    const provinceCode = provinceOf(key.laoCode);
    const [found, province] = await Promise.all([
      this.campaign(fiscalYear),
      this.province({ fiscalYear, provinceCode }),
    ]);
    const campaign = requireCampaign(found, fiscalYear);
    requireInRound(province.roster, key);
    const questionnaire = await this.questionnaires.require(campaign.questionnaireVersion);
    return { provinceCode, campaign, questionnaire, province };
  }

  /** @throws Problem `unknown-campaign`, `province-not-in-campaign`. */
  async ofProvince(key: ProvinceKey): Promise<ProvinceRound> {
    const campaign = requireCampaign(await this.campaign(key.fiscalYear), key.fiscalYear);
    return { campaign, roster: requireRoster(await this.province(key), key) };
  }

  /** The LAOs asked in the province, and the officers' acts. */
  async province({ fiscalYear, provinceCode }: ProvinceKey): Promise<ProvinceYear> {
    return (await this.decideAndAppend.load(provinceStream(fiscalYear, provinceCode), provinceModel)).state;
  }

  private async campaign(fiscalYear: number): Promise<Campaign | undefined> {
    return (await this.decideAndAppend.load(campaignStream(fiscalYear), campaignModel)).state;
  }
}
