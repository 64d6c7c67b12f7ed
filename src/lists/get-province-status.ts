import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { statusesOfProvince, type LaoStatus } from '../../projections/read-models/lao-statuses.js';
import { rosterOf, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { formsOf, type SurveyForm } from '../../projections/read-models/survey-forms.js';
import type { Standpoint } from '../past/standpoint.js';
import { enrolledProvince } from '../campaign/get-enrolled.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { judgeAspect, type AspectState } from '../form/completeness.js';
import { districtView, formContent, provinceView } from '../form/compose-form.js';
import { NamedCode, type SurveyStatus } from '../form/form-view.js';
import type { ProvinceKey } from '../events/streams.js';

class AspectSummary {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['not-started', 'incomplete', 'complete'] }) state!: AspectState;
}

class LaoSummary extends NamedCode {
  @ApiProperty({ type: NamedCode }) district!: NamedCode;
  @ApiProperty({ enum: ['not-certified', 'certified', 'returned'] }) status!: SurveyStatus;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) certifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) returnedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) lastActivityAt!: string | null;
}

class LaoMatrixRow extends LaoSummary {
  @ApiProperty({ type: [AspectSummary] }) aspects!: AspectSummary[];
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When an officer reviewed the certification in force.',
  })
  reviewedAt!: string | null;
}

class WithdrawnLao extends NamedCode {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: String, nullable: true }) successorCode!: string | null;
}

export class ProvinceStatusView {
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({ type: NamedCode }) province!: NamedCode;
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) certified!: number;
  @ApiProperty({ type: 'integer', description: 'All that have not certified, the returned ones included.' })
  notCertified!: number;
  @ApiProperty({ type: 'integer' }) returned!: number;
  @ApiProperty({ type: 'integer' }) notStarted!: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) certifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) revokedAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) revokedReason!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) lastActivityAt!: string | null;
  @ApiProperty({ type: [LaoSummary], description: 'Who has not certified yet.' }) missing!: LaoSummary[];
  @ApiProperty({ type: [LaoMatrixRow], description: 'The state of every LAO, aspect by aspect.' })
  laos!: LaoMatrixRow[];
  @ApiProperty({ type: [WithdrawnLao], description: 'LAOs that are asked no longer; they count nowhere.' })
  withdrawn!: WithdrawnLao[];
}

/** The state with the point that it shows. */
export class ShownProvinceStatusView extends ProvinceStatusView {
  @ApiProperty({
    type: String,
    description: 'The log position up to which this is shown, for `If-Match` of a certification.',
  })
  revision!: string;
}

/** “58 of 61, missing: …”: the state of a province, now or at a point of the past. */
export class GetProvinceStatus extends Query<ProvinceStatusView> {
  constructor(
    readonly province: ProvinceKey,
    readonly from?: Standpoint,
  ) {
    super();
  }
}

@QueryHandler(GetProvinceStatus)
export class GetProvinceStatusHandler implements IQueryHandler<GetProvinceStatus> {
  constructor(
    private readonly live: ReadStore,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  async execute({
    province: { fiscalYear, provinceCode },
    from,
  }: GetProvinceStatus): Promise<ProvinceStatusView> {
    const store = from?.store ?? this.live;
    const { province: status, campaign } = await enrolledProvince(store, { fiscalYear, provinceCode });
    const questionnaire = await this.questionnaires.require(campaign.questionnaireVersion);
    const statuses = await statusesOfProvince(store, fiscalYear, provinceCode);
    const codes = statuses.map((each) => each.laoCode);
    const forms = await formsOf(store, fiscalYear, codes);
    const laos = statuses.map((each) => ({
      ...summary(each),
      aspects: aspectSummaries(questionnaire, forms.get(each.laoCode)!),
      reviewedAt: reviewedAt(each),
    }));
    const certified = statuses.filter((each) => each.status === 'certified').length;
    return {
      fiscalYear,
      province: provinceView(provinceCode, status),
      total: statuses.length,
      certified,
      notCertified: statuses.length - certified,
      returned: statuses.filter((each) => each.status === 'returned').length,
      notStarted: statuses.filter((each) => !each.started).length,
      certifiedAt: status.certifiedAt,
      revokedAt: status.revokedAt,
      revokedReason: status.revokedReason,
      lastActivityAt: status.lastActivityAt,
      missing: statuses.filter((each) => each.status !== 'certified').map(summary),
      laos,
      withdrawn: (await rosterOf(store, fiscalYear, provinceCode)).flatMap(withdrawn),
    };
  }
}

const summary = (status: LaoStatus): LaoSummary => ({
  code: status.laoCode,
  name: status.name,
  nameEn: status.nameEn,
  district: districtView(status),
  status: status.status,
  certifiedAt: status.certifiedAt,
  returnedAt: status.returnedAt,
  lastActivityAt: status.lastActivityAt,
});

/** A review holds for the certification that was read, not for a later one. */
const reviewedAt = ({ certifiedRevision, reviewedRevision, reviewedAt }: LaoStatus): string | null =>
  certifiedRevision !== null && certifiedRevision === reviewedRevision ? reviewedAt : null;

const withdrawn = ({ laoCode, name, nameEn, withdrawal, successorCode }: RosterEntry): WithdrawnLao[] =>
  withdrawal ? [{ code: laoCode, name, nameEn, ...withdrawal, successorCode }] : [];

const aspectSummaries = (questionnaire: Questionnaire, form: SurveyForm): AspectSummary[] => {
  const content = formContent(form);
  return questionnaire.aspects.map((aspect) => {
    const { id, state } = judgeAspect(questionnaire, aspect, content);
    return { id, state };
  });
};
