import type { RecordedDomainEvent } from '../events/domain-event.js';
import { provinceOf } from '../events/streams.js';

/** A step on the way of a round: what a person looks for when going back in time. Times are ISO 8601 UTC. */
export interface Milestone {
  readonly position: bigint;
  readonly at: string;
  readonly type: RecordedDomainEvent['type'];
  readonly fiscalYear: number;
  /** Null for the campaign's own. */
  readonly provinceCode: string | null;
  /** Null for the campaign's and for a whole province's. */
  readonly laoCode: string | null;
}

/** Undefined for what is no milestone: the work on the answers, and what happened beside the round. */
export const milestoneOf = (event: RecordedDomainEvent): Milestone | undefined => {
  switch (event.type) {
    case 'AnswerRecorded':
    case 'RowAdded':
    case 'RowRemoved':
    case 'AspectSaved':
    case 'ProvinceEnrolled':
    case 'LaoRenamed':
    case 'LaoMoved':
    case 'AuditDataRead':
    case 'PersonalDataCorrected':
    case 'PersonalDataErased':
      return undefined;
    case 'LaoCertified':
    case 'LaoReturned':
    case 'ProvinceCertified':
    case 'ProvinceCertificationRevoked':
    case 'LaoEnrolled':
    case 'LaoWithdrawn':
    case 'CampaignOpened':
    case 'CampaignWidened':
    case 'CampaignExtended':
    case 'CampaignClosed': {
      const place = placeOf(event);
      return place && { ...place, ...markOf(event) };
    }
    default:
      return event satisfies never;
  }
};

const markOf = ({ position, metadata, type }: RecordedDomainEvent) => ({ position, at: metadata.time, type });

const placeOf = ({ subject, data }: RecordedDomainEvent) => {
  switch (subject.category) {
    case 'campaign':
      return { fiscalYear: subject.fiscalYear, provinceCode: null, laoCode: null };
    case 'province': {
      const { fiscalYear, provinceCode } = subject;
      return { fiscalYear, provinceCode, laoCode: namedLao(data) };
    }
    case 'survey': {
      const { fiscalYear, laoCode } = subject;
      return { fiscalYear, provinceCode: provinceOf(laoCode), laoCode };
    }
    case 'reading':
    case 'person':
      return undefined;
    default:
      return subject satisfies never;
  }
};

const namedLao = (data: RecordedDomainEvent['data']): string | null => {
  if ('lao' in data) return data.lao.code;
  return 'laoCode' in data ? data.laoCode : null;
};
