import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  coveredCertifications,
  type CertificationDocument,
} from '../../projections/read-models/certifications.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { People } from '../people/people.js';
import { Directory } from '../directory/directory.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import type { ProvinceKey } from '../events/streams.js';
import { laoView } from '../form/compose-form.js';
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
    private readonly directory: Directory,
    private readonly people: People,
  ) {}

  async execute({ survey: { fiscalYear, laoCode }, revision }: GetLaoReceipt): Promise<LaoReceipt> {
    const lao = this.directory.requireLao(laoCode);
    const issued = await issuedCertification(this.store, surveyStream(fiscalYear, laoCode), revision);
    return {
      ...issued,
      lao: laoView(this.directory, lao),
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
    private readonly directory: Directory,
    private readonly people: People,
  ) {}

  async execute({ province: key, revision }: GetProvinceReceipt): Promise<ProvinceReceipt> {
    const { fiscalYear, provinceCode } = key;
    const province = this.directory.requireProvince(provinceCode);
    const issued = await issuedCertification(this.store, provinceStream(fiscalYear, provinceCode), revision);
    const covered = await coveredCertifications(this.store, issued.certification);
    return {
      ...issued,
      province: { code: province.code, name: province.name },
      certifiedBy: await certifierOf(this.people, issued.certification),
      laos: covered.map(({ laoCode, revision: certifiedRevision, fingerprint, at }) => ({
        lao: { code: laoCode!, name: this.directory.lao(laoCode!)?.name ?? '' },
        revision: certifiedRevision,
        fingerprint,
        certifiedAt: at,
      })),
    };
  }
}

/** Undefined when the name is unknown or erased. */
const certifierOf = async (people: People, { by }: CertificationDocument): Promise<string | undefined> =>
  (await people.namesOf([by.sub])).get(by.sub);
