import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SurveyStatus } from '../form/form-view.js';
import type { ResultHead } from './result-years.js';

/** The point that an answer was computed at. */
export class ResultHeadView implements ResultHead {
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({ description: 'Of the last event that counts.' }) position!: string;
  @ApiProperty({ format: 'date-time' }) time!: string;
  @ApiProperty({
    type: 'integer',
    description: 'Streams whose events up to here could not all be read: their later answers are missing.',
  })
  damaged!: number;
}

export class LaoTotalsView {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer', description: 'Something saved.' }) started!: number;
  @ApiProperty({ type: 'integer' }) certified!: number;
  @ApiProperty({ type: 'integer', description: 'Sent back, and not certified again.' }) returned!: number;
}

export class UsersView {
  @ApiProperty({ type: 'integer', description: 'Persons.' }) sum!: number;
  @ApiProperty({ type: 'integer', description: 'Answers with a number.' }) laos!: number;
}

/** Numbers of LAOs; of a whole form, numbers of answers. */
export class CountsView {
  @ApiProperty({ type: 'integer', description: 'Asked.' }) laos!: number;
  @ApiProperty({ type: 'integer' }) answered!: number;
  @ApiProperty({ type: 'integer', description: 'มี' }) offering!: number;
  @ApiProperty({ type: 'integer', description: 'ไม่มี, จำเป็น' }) needed!: number;
  @ApiProperty({ type: UsersView }) users!: UsersView;
}

const idCounts = { type: 'object', additionalProperties: { type: 'integer' } } as const;

export class RowResultView extends CountsView {
  @ApiProperty() rowId!: string;
  @ApiProperty() aspectId!: string;
  @ApiProperty() groupId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: 'integer', description: 'ไม่มี' }) notOffering!: number;
  @ApiProperty({ type: 'integer', description: 'ไม่มี, ไม่จำเป็น' }) notNeeded!: number;
  @ApiProperty({ ...idCounts, description: 'By the id of the step.' }) steps!: Record<string, number>;
  @ApiProperty({ ...idCounts, description: 'By the id of the channel.' }) channels!: Record<string, number>;
  @ApiProperty({ ...idCounts, description: 'By the id of the choice; empty for a row without choices.' })
  choices!: Record<string, number>;
  @ApiPropertyOptional({
    type: CountsView,
    nullable: true,
    description: 'The row in the other year; null if that form had no such row. Absent without `against`.',
  })
  before?: CountsView | null;
}

class AddedRowsView {
  @ApiProperty({ type: 'integer' }) rows!: number;
  @ApiProperty({ type: 'integer', description: 'LAOs that added any.' }) laos!: number;
}

export class OverviewView extends ResultHeadView {
  @ApiProperty() questionnaireVersion!: string;
  @ApiProperty({ type: LaoTotalsView }) laos!: LaoTotalsView;
  @ApiProperty({ type: [RowResultView], description: 'The standard rows, in form order.' })
  rows!: RowResultView[];
  @ApiProperty({ type: AddedRowsView }) addedRows!: AddedRowsView;
}

export class GroupCountsView extends CountsView {
  @ApiProperty({ type: 'integer' }) started!: number;
  @ApiProperty({ type: 'integer' }) certified!: number;
}

export class GroupView extends GroupCountsView {
  @ApiProperty({ description: 'The name of a region, the id of a type, or a code.' }) id!: string;
  @ApiProperty() name!: string;
  @ApiPropertyOptional() nameEn?: string;
  @ApiPropertyOptional({
    type: GroupCountsView,
    nullable: true,
    description: 'The group in the other year; null if it did not exist. Absent without `against`.',
  })
  before?: GroupCountsView | null;
}

export const groupings = ['region', 'province', 'district', 'laoType', 'lao'] as const;
export type Grouping = (typeof groupings)[number];

export class GroupsView extends ResultHeadView {
  @ApiProperty({ enum: groupings }) by!: Grouping;
  @ApiProperty({ type: String, nullable: true }) row!: string | null;
  @ApiProperty({ type: 'integer', description: 'Of all pages.' }) total!: number;
  @ApiProperty({ type: [GroupView], description: 'In list order.' }) groups!: GroupView[];
}

/** What an LAO answers to one row; null while it has not answered. */
export const rowAnswers = ['offering', 'not-offering', 'needed', 'not-needed'] as const;
export type RowAnswer = (typeof rowAnswers)[number];

class RecorderView {
  @ApiProperty() sub!: string;
  @ApiPropertyOptional({ description: 'Kept outside the log; absent when it is not known or was erased.' })
  name?: string;
}

export class LaoBehindView {
  @ApiProperty() laoCode!: string;
  @ApiProperty() name!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty() province!: string;
  @ApiProperty() provinceCode!: string;
  @ApiProperty() district!: string;
  @ApiProperty() laoType!: string;
  @ApiProperty({ enum: ['not-certified', 'certified', 'returned'] }) status!: SurveyStatus;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Users of the row.' }) users!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When the row was answered.',
  })
  at!: string | null;
  @ApiProperty({ type: RecorderView, nullable: true }) by!: RecorderView | null;
}

export class LaosBehindView extends ResultHeadView {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: [LaoBehindView], description: 'In list order.' }) laos!: LaoBehindView[];
}
