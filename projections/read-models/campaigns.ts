import {
  isIn,
  unknownEvent,
  type RecordedDomainEvent,
  type RecordedIn,
} from '../../src/events/domain-event.js';
import type { JsonValue } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStoreQueries } from '../read-store/read-store.js';

/** One survey round. */
export interface CampaignDocument extends Document {
  readonly fiscalYear: number;
  readonly questionnaireVersion: string;
  /** Codes of the provinces that the round was opened for, ascending. A province is in scope once it is enrolled. */
  readonly provinces: readonly string[];
  /** The window in which answers may change: from `opensAt` (included) to `closesAt` (excluded). */
  readonly opensAt: string;
  readonly closesAt: string;
  /** When the round was closed manually; else null. */
  readonly closedAt: string | null;
  /** Since when the window is being made shorter; else null. */
  readonly closingAt: string | null;
  readonly openedAt: string;
  /** Last revision of the campaign's stream. */
  readonly revision: string;
}

const project = (event: RecordedDomainEvent): readonly Write[] => {
  const { time } = event.metadata;
  if (!isIn(event, 'campaign')) return [];
  switch (event.type) {
    case 'CampaignOpened': {
      const { questionnaireVersion, provinces, opensAt, closesAt } = event.data;
      const window = { opensAt, closesAt, closedAt: null, closingAt: null };
      return campaignWrite(event, { questionnaireVersion, provinces, ...window, openedAt: time });
    }
    case 'CampaignWidened':
      return campaignWrite(event, {});
    case 'CampaignExtended':
      return campaignWrite(event, { closesAt: event.data.closesAt, closedAt: null, closingAt: null });
    case 'CampaignClosingBegun':
      return campaignWrite(event, { closingAt: time });
    case 'CampaignClosed':
      return campaignWrite(event, { closedAt: time, closingAt: null });
    case 'ResultsPublished':
    case 'ResultFilesRecorded':
    case 'ResultsWithdrawn':
      return campaignWrite(event, {});
    default:
      return unknownEvent(event);
  }
};

const campaignWrite = (
  event: RecordedIn<'campaign'>,
  changes: { readonly [path: string]: JsonValue },
): readonly Write[] => {
  const { fiscalYear } = event.subject;
  const set = { ...changes, fiscalYear, revision: event.revision.toString() };
  return [{ id: String(fiscalYear), set }];
};

export const campaigns: Projection = { name: 'campaigns', version: 3, indexes: [['fiscalYear']], project };

const collection = collectionName(campaigns);

/** Latest year first. */
export const listCampaigns = (store: ReadStoreQueries): Promise<readonly CampaignDocument[]> =>
  store.find<CampaignDocument>(collection, {}, { sort: { fiscalYear: -1 } });

export const campaignOf = (
  store: ReadStoreQueries,
  fiscalYear: number,
): Promise<CampaignDocument | undefined> => store.findById<CampaignDocument>(collection, String(fiscalYear));
