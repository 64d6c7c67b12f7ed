import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import {
  certificationWith,
  latestCertification,
  standingOf,
  type CertificationDocument,
  type Standing,
} from '../../projections/read-models/certifications.js';
import { provinceStatus } from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { problems } from '../problems/catalogue.js';
import { GenuineCertifications } from './genuine-certifications.js';
import { provinceView } from '../form/compose-form.js';
import { NamedCode } from '../form/form-view.js';

/** All that the holder of a receipt may learn: no answers, no persons. */
export class ReceiptVerification {
  @ApiProperty({ description: 'SHA-256, 64 hex digits.' }) fingerprint!: string;
  @ApiProperty({ enum: ['lao', 'province'] }) kind!: 'lao' | 'province';
  @ApiProperty({ type: NamedCode }) office!: NamedCode;
  @ApiProperty({ type: 'integer', example: 2565 }) fiscalYear!: number;
  @ApiProperty({ format: 'date-time' }) certifiedAt!: string;
  @ApiProperty({
    enum: ['stands', 'returned', 'superseded', 'revoked'],
    description: '`superseded`: it was undone, and the office has certified anew since.',
  })
  standing!: Standing;
}

export class VerifyFingerprint extends Query<ReceiptVerification> {
  constructor(readonly fingerprint: string) {
    super();
  }
}

@QueryHandler(VerifyFingerprint)
export class VerifyFingerprintHandler implements IQueryHandler<VerifyFingerprint> {
  constructor(
    private readonly store: ReadStore,
    private readonly genuine: GenuineCertifications,
  ) {}

  async execute({ fingerprint: typed }: VerifyFingerprint): Promise<ReceiptVerification> {
    const fingerprint = typed.toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(fingerprint)) throw problems.invalidFingerprint();
    const certification = await certificationWith(this.store, fingerprint);
    if (!certification) throw problems.unknownFingerprint(fingerprint);
    await this.genuine.require(certification.stream, certification.revision);
    const latest = await latestCertification(this.store, certification.stream);
    return {
      fingerprint,
      ...(await this.office(certification)),
      fiscalYear: certification.fiscalYear,
      certifiedAt: certification.at,
      standing: standingOf(certification, latest!),
    };
  }

  /** As it was called when it certified. */
  private async office({
    fiscalYear,
    laoCode,
    provinceCode,
    position,
  }: CertificationDocument): Promise<Pick<ReceiptVerification, 'kind' | 'office'>> {
    if (laoCode !== null) {
      const entry = await rosterEntry(this.store, { fiscalYear, laoCode });
      const then = entry && entryAt(entry, BigInt(position));
      return {
        kind: 'lao',
        office: { code: laoCode, name: then?.officialName ?? '', nameEn: then?.nameEn ?? '' },
      };
    }
    const province = await provinceStatus(this.store, fiscalYear, provinceCode!);
    return { kind: 'province', office: provinceView(provinceCode!, province) };
  }
}
