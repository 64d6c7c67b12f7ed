import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  coveredCertifications,
  type CertificationDocument,
} from '../../projections/read-models/certifications.js';
import { provinceStatus, type ProvinceStatus } from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterEntries, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { problems } from '../problems/catalogue.js';
import { People } from '../people/people.js';
import { provinceOf, provinceStream, surveyStream } from '../events/streams.js';
import type { ProvinceKey } from '../events/streams.js';
import { laoView, namedLao, provinceView } from '../form/compose-form.js';
import type { SurveyKey } from '../events/streams.js';
import { issuedCertification, type LaoReceipt, type ProvinceReceipt } from './receipt.js';

/** The receipt of an LAO's certification: the current one, or that of a revision. */
export class GetLaoReceipt extends Query<LaoReceipt> {
  constructor(
    readonly survey: SurveyKey,
    readonly revision: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetLaoReceipt)
export class GetLaoReceiptHandler implements IQueryHandler<GetLaoReceipt> {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
  ) {}

  async execute({ survey: { fiscalYear, laoCode }, revision }: GetLaoReceipt): Promise<LaoReceipt> {
    const issued = await issuedCertification(this.store, surveyStream(fiscalYear, laoCode), revision);
    const provinceCode = provinceOf(laoCode);
    const names = await namesThen(this.store, fiscalYear, [laoCode], issued.certification);
    const province = await requireProvince(this.store, { fiscalYear, provinceCode });
    return {
      ...issued,
      lao: laoView(names(laoCode), provinceView(provinceCode, province)),
      certifiedBy: await certifierOf(this.people, issued.certification),
    };
  }
}

/** The receipt of a province's certification. It lists the certification of every LAO. */
export class GetProvinceReceipt extends Query<ProvinceReceipt> {
  constructor(
    readonly province: ProvinceKey,
    readonly revision: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetProvinceReceipt)
export class GetProvinceReceiptHandler implements IQueryHandler<GetProvinceReceipt> {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
  ) {}

  async execute({ province: key, revision }: GetProvinceReceipt): Promise<ProvinceReceipt> {
    const { fiscalYear, provinceCode } = key;
    const issued = await issuedCertification(this.store, provinceStream(fiscalYear, provinceCode), revision);
    const covered = await coveredCertifications(this.store, issued.certification);
    const codes = covered.map(({ laoCode }) => laoCode!);
    const names = await namesThen(this.store, fiscalYear, codes, issued.certification);
    return {
      ...issued,
      province: provinceView(provinceCode, await requireProvince(this.store, key)),
      certifiedBy: await certifierOf(this.people, issued.certification),
      laos: covered.map(({ laoCode, revision: certifiedRevision, fingerprint, at }) => ({
        lao: namedLao(names(laoCode!)),
        revision: certifiedRevision,
        fingerprint,
        certifiedAt: at,
      })),
    };
  }
}

/** The names of the LAOs when the certification was recorded, so that a receipt never changes. @throws Problem `unknown-lao` */
const namesThen = async (
  store: ReadStore,
  fiscalYear: number,
  laoCodes: readonly string[],
  { position }: CertificationDocument,
): Promise<(laoCode: string) => RosterEntry> => {
  const entries = await rosterEntries(store, fiscalYear, laoCodes);
  return (laoCode) => {
    const entry = entries.get(laoCode);
    const then = entry && entryAt(entry, BigInt(position));
    if (!then) throw problems.unknownLao(laoCode);
    return then;
  };
};

/** @throws Problem `province-not-in-campaign` */
const requireProvince = async (
  store: ReadStore,
  { fiscalYear, provinceCode }: ProvinceKey,
): Promise<ProvinceStatus> => {
  const province = await provinceStatus(store, fiscalYear, provinceCode);
  if (!province) throw problems.provinceNotInCampaign(provinceCode, fiscalYear);
  return province;
};

/** Undefined when the name is unknown or erased. */
const certifierOf = async (people: People, { by }: CertificationDocument): Promise<string | undefined> =>
  (await people.namesOf([by.sub])).get(by.sub);
