import { campaignState, type Campaign } from '../campaign/campaign.js';
import type { CampaignEvent, ResultFilesRecorded, ResultsPublished } from '../events/campaign-events.js';
import { problems } from '../problems/catalogue.js';
import { readReason } from '../problems/reason.js';

/** Publishes a closed round. A later publication supersedes an earlier one, whose files stay as they are. */
export const decidePublishResults = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  publication: ResultsPublished['data'],
  now: Date,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  if (campaignState(campaign, now) !== 'closed') {
    throw problems.campaignStillOpen(fiscalYear, campaign.closesAt);
  }
  return [{ type: 'ResultsPublished', data: { ...publication, note: readReason(publication.note) } }];
};

/** Records the files of a publication, once. */
export const decideRecordFiles = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  recorded: ResultFilesRecorded['data'],
): readonly CampaignEvent[] => {
  const publication = campaign?.publications.find(
    ({ revision }) => revision.toString() === recorded.publication,
  );
  if (!publication) throw problems.resultsNotPublished(fiscalYear);
  if (publication.recorded) throw problems.concurrentChange();
  return [{ type: 'ResultFilesRecorded', data: recorded }];
};

/** Takes back all that is published of the round. */
export const decideWithdrawResults = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  note: string,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  const isPublished = campaign.publications.some(({ withdrawnAt }) => withdrawnAt === undefined);
  if (!isPublished) throw problems.resultsNotPublished(fiscalYear);
  return [{ type: 'ResultsWithdrawn', data: { note: readReason(note) } }];
};
