import type { StreamModel } from '../commands/stream-model.js';
import type { LaoReturned } from '../events/province-events.js';
import { unknownEvent, type RecordedIn } from '../events/domain-event.js';
import { rosterAfter, type Roster } from './roster.js';

interface Returned {
  readonly revision: bigint;
  /** None: the survey as a whole. */
  readonly rows: LaoReturned['data']['rows'];
}

/** One province's stream in one year: who is asked, and the acts of its officers. */
export interface ProvinceYear {
  /** Undefined until the round enrols the province. */
  readonly roster: Roster | undefined;
  /** The log position of its enrolment. */
  readonly enrolledAt: bigint | undefined;
  /** The log position of the last event that changes what is certified: fences and reviews do not. */
  readonly changedAt: bigint | undefined;
  /** The last return to each LAO: the revision of the certification in the survey's stream, and the rows objected to. */
  readonly returned: ReadonlyMap<string, Returned>;
  /** The last certification of each LAO that an officer has reviewed: its revision in the survey's stream. */
  readonly reviewed: ReadonlyMap<string, bigint>;
  /** The province's certification, unless it was revoked. */
  readonly certification: { readonly revision: bigint; readonly at: string } | undefined;
}

const initialState: ProvinceYear = {
  roster: undefined,
  enrolledAt: undefined,
  changedAt: undefined,
  returned: new Map(),
  reviewed: new Map(),
  certification: undefined,
};

const evolve = (province: ProvinceYear, events: readonly RecordedIn<'province'>[]): ProvinceYear => {
  const returned = new Map(province.returned);
  const reviewed = new Map(province.reviewed);
  let { certification, roster, enrolledAt } = province;
  for (const event of events) {
    switch (event.type) {
      case 'ProvinceEnrolled':
        roster = rosterAfter(roster, event);
        enrolledAt = event.position;
        break;
      case 'LaoEnrolled':
      case 'LaoWithdrawn':
      case 'LaoRenamed':
      case 'LaoMoved':
        roster = rosterAfter(roster, event);
        break;
      case 'SurveyReviewed':
        reviewed.set(event.data.laoCode, BigInt(event.data.certifiedRevision));
        break;
      case 'LaoReturned':
        returned.set(event.data.laoCode, {
          revision: BigInt(event.data.certifiedRevision),
          rows: event.data.rows,
        });
        break;
      case 'ProvinceCertified':
        certification = { revision: event.revision, at: event.metadata.time };
        break;
      case 'ProvinceCertificationRevoked':
        certification = undefined;
        break;
      case 'ProvinceFenced':
        break;
      default:
        unknownEvent(event);
    }
  }
  const changedAt =
    events.findLast(({ type }) => type !== 'ProvinceFenced' && type !== 'SurveyReviewed')?.position ??
    province.changedAt;
  return { roster, enrolledAt, changedAt, returned, reviewed, certification };
};

export const provinceModel: StreamModel<ProvinceYear, 'province'> = {
  category: 'province',
  initialState,
  evolve,
};
