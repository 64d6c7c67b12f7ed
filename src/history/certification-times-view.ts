import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { ActorView } from '../people/actor-view.js';
import { NamedCode } from '../form/form-view.js';

export class CertificationTimesQuery {
  @ApiPropertyOptional({ description: 'Only what had happened by this position of the log.' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  upTo?: string;

  @ApiPropertyOptional({ description: 'Wait (bounded) until this position of the log is in what is read.' })
  @IsOptional()
  after?: string;
}

class UndoingView {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: ActorView }) by!: ActorView;
}

export class CertificationTimesView {
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) firstCertifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) lastCertifiedAt!: string | null;
  @ApiProperty({ type: ActorView, nullable: true, description: 'Who certified last.' })
  certifiedBy!: ActorView | null;
  @ApiProperty({ type: 'integer', description: 'How many times it was certified.' }) count!: number;
  @ApiProperty({
    type: [UndoingView],
    description: 'Returns of an LAO, revocations of a province, in order.',
  })
  undone!: UndoingView[];
  @ApiProperty({ description: 'Whether the last certification still stands.' }) stands!: boolean;
}

export class LaoTimesView extends CertificationTimesView implements NamedCode {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'Empty if none is recorded.' }) nameEn!: string;
  @ApiProperty({ type: NamedCode }) district!: NamedCode;
}

export class ProvinceTimesView extends CertificationTimesView implements NamedCode {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'Empty if none is recorded.' }) nameEn!: string;
  @ApiProperty({ type: [LaoTimesView], description: 'Every LAO of the province, in list order.' })
  laos!: LaoTimesView[];
}

export class CertificationTable {
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({
    description: 'Position of the log that the table stands at: it is the same again with `upTo`.',
  })
  position!: string;
  @ApiProperty({ type: [ProvinceTimesView] }) provinces!: ProvinceTimesView[];
}
