import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { ActorView } from '../people/actor-view.js';
import { named } from '../people/people.js';
import type { Point } from '../past/points.js';
import { fieldNames, type AnswerField } from '../questionnaire/answer.js';
import { NamedCode, type SurveyStatus } from '../form/form-view.js';
import {
  statusChanges,
  type CellChange,
  type Deed,
  type StatusChange,
  type StreamDifference,
} from './difference.js';

export class SurveyDifferenceQuery {
  @ApiProperty({ description: 'An instant, a position of the log, or `revision:12` of the survey.' })
  @IsString()
  from!: string;

  @ApiPropertyOptional({ description: 'The same. Default: the present.' })
  @IsOptional()
  @IsString()
  to?: string;
}

/** Where each LAO's difference begins: after its last certification (excluding the one in force), or after its last return. */
export type Since = 'certified' | 'returned';

export class ProvinceDifferenceQuery {
  @ApiPropertyOptional({ description: 'An instant, or a position of the log. This or `since`.' })
  @IsOptional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({
    enum: ['certified', 'returned'],
    description:
      'For each LAO from the certification before the standing one (before it is certified again: its last one), or from its last return.',
  })
  @IsOptional()
  @IsIn(['certified', 'returned'])
  since?: Since;

  @ApiPropertyOptional({ description: 'An instant, or a position of the log. Default: the present.' })
  @IsOptional()
  @IsString()
  to?: string;
}

export class PointView {
  @ApiProperty({ description: 'Of the last event that had happened.' }) position!: string;
  @ApiProperty({ format: 'date-time' }) time!: string;
}

class DeedView {
  @ApiProperty({ type: ActorView }) by!: ActorView;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ description: 'Place in the log.' }) position!: string;
}

const cellValue = {
  nullable: true,
  oneOf: [
    { type: 'boolean' },
    { type: 'integer' },
    { type: 'string' },
    { type: 'array', items: { type: 'string' } },
  ],
};

class CellChangeView extends DeedView {
  @ApiProperty() aspectId!: string;
  @ApiProperty() rowId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of an added row; null for a standard one.' })
  title!: string | null;
  @ApiProperty({ enum: fieldNames }) field!: AnswerField;
  @ApiProperty(cellValue) before!: CellChange['before'];
  @ApiProperty(cellValue) after!: CellChange['after'];
}

class RowChangeView extends DeedView {
  @ApiProperty() aspectId!: string;
  @ApiProperty() groupId!: string;
  @ApiProperty() rowId!: string;
  @ApiProperty() title!: string;
}

class TitleChangeView extends DeedView {
  @ApiProperty() aspectId!: string;
  @ApiProperty() rowId!: string;
  @ApiProperty() before!: string;
  @ApiProperty() after!: string;
}

class AspectSaveView extends DeedView {
  @ApiProperty() aspectId!: string;
}

class StatusChangeView extends DeedView {
  @ApiProperty({ enum: statusChanges }) type!: StatusChange['type'];
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

const statuses = ['not-certified', 'certified', 'returned'];

export class SurveyDifference {
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({ type: NamedCode }) lao!: NamedCode;
  @ApiProperty({ type: PointView }) from!: PointView;
  @ApiProperty({ type: PointView }) to!: PointView;
  @ApiProperty({ enum: statuses }) statusBefore!: SurveyStatus;
  @ApiProperty({ enum: statuses }) statusAfter!: SurveyStatus;
  @ApiProperty({ type: [CellChangeView], description: 'The net change, cell by cell.' })
  cells!: CellChangeView[];
  @ApiProperty({ type: [RowChangeView] }) rowsAdded!: RowChangeView[];
  @ApiProperty({ type: [RowChangeView] }) rowsRemoved!: RowChangeView[];
  @ApiProperty({ type: [TitleChangeView], description: 'Added rows that have another title.' })
  rowsRenamed!: TitleChangeView[];
  @ApiProperty({ type: [AspectSaveView], description: 'The last save of each aspect.' })
  aspectsSaved!: AspectSaveView[];
  @ApiProperty({ type: [StatusChangeView] }) statusChanges!: StatusChangeView[];
}

export class ProvinceDifference {
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({ type: NamedCode }) province!: NamedCode;
  @ApiProperty({ type: PointView }) to!: PointView;
  @ApiProperty({ type: [SurveyDifference], description: 'Those in which anything happened, in list order.' })
  laos!: SurveyDifference[];
}

export const pointView = ({ position, time }: Point): PointView => ({ position: position.toString(), time });

export const surveyDifference = (
  survey: { readonly fiscalYear: number; readonly lao: NamedCode },
  [from, to]: readonly [Point, Point],
  difference: StreamDifference,
  names: ReadonlyMap<string, string>,
): SurveyDifference => {
  const told = <Change extends Deed>({ by, position, ...change }: Change) => ({
    ...change,
    position: position.toString(),
    by: named(by, names),
  });
  return {
    fiscalYear: survey.fiscalYear,
    lao: { code: survey.lao.code, name: survey.lao.name, nameEn: survey.lao.nameEn },
    from: pointView(from),
    to: pointView(to),
    statusBefore: difference.statusBefore,
    statusAfter: difference.statusAfter,
    cells: difference.cells.map(told),
    rowsAdded: difference.rowsAdded.map(told),
    rowsRenamed: difference.rowsRenamed.map(told),
    rowsRemoved: difference.rowsRemoved.map(told),
    aspectsSaved: difference.aspectsSaved.map(told),
    statusChanges: difference.statusChanges.map(told),
  };
};
