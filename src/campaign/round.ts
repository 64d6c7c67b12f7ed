import { Injectable } from '@nestjs/common';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { Directory, type Lao, type Province } from '../directory/directory.js';
import { campaignStream, type ProvinceKey, type SurveyKey } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';
import { campaignModel, type Campaign } from './campaign.js';

/** What a round's scope is judged by: a state folded from the log and a stored document both have it. */
type Scope = Pick<Campaign, 'provinces' | 'questionnaireVersion'>;

/** What a survey belongs to, apart from its own events. */
export interface SurveyRound<Round extends Scope = Campaign> {
  readonly lao: Lao;
  readonly campaign: Round;
  readonly questionnaire: Questionnaire;
}

/** What a province's acts belong to. */
export interface ProvinceRound<Round extends Scope = Campaign> {
  readonly province: Province;
  readonly campaign: Round;
}

/** @throws Problem `unknown-campaign`. */
export const requireCampaign = <Round>(campaign: Round | undefined, fiscalYear: number): Round => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  return campaign;
};

/** @throws Problem `unknown-lao`, `unknown-campaign`, `lao-not-in-campaign`. */
export const enrolledLao = <Round extends Pick<Scope, 'provinces'>>(
  found: Round | undefined,
  { fiscalYear, laoCode }: SurveyKey,
  directory: Directory,
): { readonly lao: Lao; readonly campaign: Round } => {
  const lao = directory.requireLao(laoCode);
  const campaign = requireCampaign(found, fiscalYear);
  if (!campaign.provinces.includes(lao.provinceCode)) throw problems.laoNotInCampaign(laoCode, fiscalYear);
  return { lao, campaign };
};

/**
 * The round of one survey.
 * @throws Problem `unknown-lao`, `unknown-campaign`, `lao-not-in-campaign`, `unknown-questionnaire`.
 */
export const surveyRound = <Round extends Scope>(
  found: Round | undefined,
  key: SurveyKey,
  directory: Directory,
  questionnaires: QuestionnaireLibrary,
): SurveyRound<Round> => {
  const { lao, campaign } = enrolledLao(found, key, directory);
  return { lao, campaign, questionnaire: questionnaires.require(campaign.questionnaireVersion) };
};

/**
 * The round of one province.
 * @throws Problem `unknown-province`, `unknown-campaign`, `province-not-in-campaign`.
 */
export const provinceRound = <Round extends Scope>(
  found: Round | undefined,
  { fiscalYear, provinceCode }: ProvinceKey,
  directory: Directory,
): ProvinceRound<Round> => {
  const province = directory.requireProvince(provinceCode);
  const campaign = requireCampaign(found, fiscalYear);
  if (!campaign.provinces.includes(provinceCode)) {
    throw problems.provinceNotInCampaign(provinceCode, fiscalYear);
  }
  return { province, campaign };
};

/** The same from the log: what a command is decided on. */
@Injectable()
export class Rounds {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly directory: Directory,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  async ofSurvey(key: SurveyKey): Promise<SurveyRound> {
    return surveyRound(await this.campaign(key.fiscalYear), key, this.directory, this.questionnaires);
  }

  async ofProvince(key: ProvinceKey): Promise<ProvinceRound> {
    return provinceRound(await this.campaign(key.fiscalYear), key, this.directory);
  }

  private async campaign(fiscalYear: number): Promise<Campaign | undefined> {
    return (await this.decideAndAppend.load(campaignStream(fiscalYear), campaignModel)).state;
  }
}
