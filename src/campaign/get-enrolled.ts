import { campaignOf, type CampaignDocument } from '../../projections/read-models/campaigns.js';
import { provinceStatus, type ProvinceStatus } from '../../projections/read-models/province-statuses.js';
import { rosterEntry, type RosterEntry } from '../../projections/read-models/rosters.js';
import type { ReadStoreQueries } from '../../projections/read-store/read-store.js';
import { provinceOf, type ProvinceKey, type SurveyKey } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import { requireCampaign } from './round.js';

/** A province that a round asks, read from the read models. */
export interface EnrolledProvince {
  readonly campaign: CampaignDocument;
  readonly province: ProvinceStatus;
}

/** An LAO that a round asks now, or asked before. */
export interface EnrolledSurvey extends EnrolledProvince {
  readonly lao: RosterEntry;
}

/** @throws Problem `unknown-campaign`, `province-not-in-campaign`. */
export const enrolledProvince = async (
  store: ReadStoreQueries,
  { fiscalYear, provinceCode }: ProvinceKey,
): Promise<EnrolledProvince> => {
  const campaign = requireCampaign(await campaignOf(store, fiscalYear), fiscalYear);
  const province = await provinceStatus(store, fiscalYear, provinceCode);
  if (!province) throw problems.provinceNotInCampaign(provinceCode, fiscalYear);
  return { campaign, province };
};

/** @throws Problem `unknown-campaign`, `lao-not-in-campaign` outside the scope of the round, `unknown-lao` inside it. */
export const enrolledSurvey = async (store: ReadStoreQueries, survey: SurveyKey): Promise<EnrolledSurvey> => {
  const { fiscalYear, laoCode } = survey;
  const campaign = requireCampaign(await campaignOf(store, fiscalYear), fiscalYear);
  const province = await provinceStatus(store, fiscalYear, provinceOf(laoCode));
  if (!province) throw problems.laoNotInCampaign(laoCode, fiscalYear);
  const lao = await rosterEntry(store, survey);
  if (!lao) throw problems.unknownLao(laoCode);
  return { campaign, province, lao };
};
