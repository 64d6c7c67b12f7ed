import type { StreamModel } from '../commands/stream-model.js';
import { unknownEvent, type RecordedIn } from '../events/domain-event.js';
import type { Survey } from '../form/survey.js';

/** One province's acts in one year. */
export interface ProvinceYear {
  /** The last certification that was returned to each LAO: its revision in the survey's stream. */
  readonly returned: ReadonlyMap<string, bigint>;
  /** The province's certification, unless it was revoked. */
  readonly certification: { readonly revision: bigint; readonly at: string } | undefined;
}

const initialState: ProvinceYear = { returned: new Map(), certification: undefined };

const evolve = (province: ProvinceYear, events: readonly RecordedIn<'province'>[]): ProvinceYear => {
  const returned = new Map(province.returned);
  let certification = province.certification;
  for (const event of events) {
    switch (event.type) {
      case 'LaoReturned':
        returned.set(event.data.laoCode, BigInt(event.data.certifiedRevision));
        break;
      case 'ProvinceCertified':
        certification = { revision: event.revision, at: event.metadata.time };
        break;
      case 'ProvinceCertificationRevoked':
        certification = undefined;
        break;
      default:
        unknownEvent(event);
    }
  }
  return { returned, certification };
};

export const provinceModel: StreamModel<ProvinceYear, 'province'> = {
  category: 'province',
  initialState,
  evolve,
};

/**
 * The certification that stands: the LAO's last one, unless the province has returned it. This is the lock of a survey: two
 * streams, one truth, and neither is ever written on the strength of the other's absence.
 */
export const standingCertification = (survey: Survey, province: ProvinceYear, laoCode: string) => {
  const returned = province.returned.get(laoCode);
  const last = survey.certification;
  return last && !(returned !== undefined && returned >= last.revision) ? last : undefined;
};
