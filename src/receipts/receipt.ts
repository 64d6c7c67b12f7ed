import {
  certificationAt,
  latestCertification,
  standingOf,
  type CertificationDocument,
  type Standing,
} from '../../projections/read-models/certifications.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { problems } from '../problems/catalogue.js';
import type { LaoView, NamedCode } from '../form/form-view.js';

/** A certification and its present status. */
export interface Issued {
  readonly certification: CertificationDocument;
  readonly standing: Standing;
  /** When a later certification replaced this one; null unless it is superseded. */
  readonly supersededAt: string | null;
}

/** Fields of every receipt beside the certification itself. */
interface Receipt extends Issued {
  /** Name of the person who certified, if known. It is kept outside the log and may be erased. */
  readonly certifiedBy: string | undefined;
}

export interface LaoReceipt extends Receipt {
  readonly lao: LaoView;
}

export interface ProvinceReceipt extends Receipt {
  readonly province: NamedCode;
  /** In the order of the province's certification: by LAO code. */
  readonly laos: readonly {
    readonly lao: NamedCode;
    readonly revision: string;
    readonly fingerprint: string;
    readonly certifiedAt: string;
  }[];
}

/**
 * The valid certification, or the one of a revision.
 * @throws Problem `no-standing-certification`, `not-a-certification`.
 */
export const issuedCertification = async (
  store: ReadStore,
  stream: string,
  revision: string | undefined,
): Promise<Issued> => {
  const latest = await latestCertification(store, stream);
  if (revision === undefined) {
    if (latest?.ended !== null) throw problems.noStandingCertification();
    return { certification: latest, standing: 'stands', supersededAt: null };
  }
  const certification = await certificationAt(store, stream, revision);
  if (!latest || !certification) throw problems.notACertification(revision);
  const standing = standingOf(certification, latest);
  return { certification, standing, supersededAt: standing === 'superseded' ? latest.at : null };
};
