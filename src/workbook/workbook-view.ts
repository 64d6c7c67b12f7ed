import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../basics/json.js';
import { AnswerView } from '../form/form-view.js';
import { fieldNames, type Answer, type AnswerField, type FieldContent } from '../questionnaire/answer.js';
import type { CellFaultCode } from './cell-faults.js';

const content = {
  nullable: true,
  description: 'Of the kind of the field; null is empty.',
  oneOf: [
    { type: 'boolean' },
    { type: 'integer' },
    { type: 'string' },
    { type: 'array', items: { type: 'string' } },
  ],
};

export class CellDifferenceView {
  @ApiProperty({ type: [String], description: 'Cells of the sheet that say it.', example: ['F12'] })
  cells!: readonly string[];
  @ApiProperty({ enum: fieldNames }) field!: AnswerField;
  @ApiProperty(content) before!: FieldContent | null;
  @ApiProperty(content) after!: FieldContent | null;
}

export class RowDifferenceView {
  @ApiProperty({ example: 'ด้านที่ 1' }) sheet!: string;
  @ApiProperty() aspectId!: string;
  @ApiProperty() rowId!: string;
  @ApiProperty({ type: AnswerView, nullable: true, description: 'The answer when the file was made.' })
  base!: Answer | null;
  @ApiProperty({ type: AnswerView, nullable: true, description: 'The answer that the file gives.' })
  answer!: Answer | null;
  @ApiProperty({ type: [CellDifferenceView] }) changes!: readonly CellDifferenceView[];
}

export class NewRowView {
  @ApiProperty() sheet!: string;
  @ApiProperty({ description: 'Of the title.' }) cell!: string;
  @ApiProperty() aspectId!: string;
  @ApiProperty() groupId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: AnswerView, nullable: true }) answer!: Answer | null;
}

export class CellFaultView {
  @ApiProperty() sheet!: string;
  @ApiProperty({ description: 'A cell or a range; empty for the whole sheet.', example: 'D5' }) cell!: string;
  @ApiProperty({ description: 'Stable.' }) code!: CellFaultCode;
  @ApiProperty({ description: 'What is wrong, in Thai.' }) th!: string;
  @ApiProperty({ description: 'The same in English.' }) en!: string;
}

/** What an uploaded form says otherwise than the form. Nothing of it is recorded. */
export class WorkbookDifferencesView {
  @ApiProperty({ description: 'Revision of the survey when the file was made.' }) fileRevision!: string;
  @ApiProperty({ description: 'Revision that the file was compared with.' }) revision!: string;
  @ApiProperty({ type: [RowDifferenceView] }) rows!: readonly RowDifferenceView[];
  @ApiProperty({ type: [NewRowView], description: 'Services in lines that were empty.' })
  newRows!: readonly NewRowView[];
  @ApiProperty({ type: 'integer', description: 'How many cells were left out.' }) faultCount!: number;
  @ApiProperty({ type: [CellFaultView], description: 'The first of them.' })
  faults!: readonly CellFaultView[];
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'What was recorded since the file was made, as in a revision conflict.',
  })
  changes!: readonly JsonObject[];
}
