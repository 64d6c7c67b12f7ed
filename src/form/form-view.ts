import { ApiProperty } from '@nestjs/swagger';
import type { SurveyStatus } from '../../projections/read-models/survey-forms.js';
import { campaignStates, type CampaignState } from '../campaign/campaign.js';
import {
  answerFields,
  fieldNames,
  type Answer,
  type AnswerField,
  type FieldDescription,
  type RowState,
} from '../questionnaire/answer.js';
import type { AspectState } from './completeness.js';

/** A code with its Thai and English names. */
export class NamedCode {
  @ApiProperty({ example: '12' }) code!: string;
  @ApiProperty({ example: 'นนทบุรี' }) name!: string;
  @ApiProperty({ example: 'Nonthaburi', description: 'Empty if none is recorded.' }) nameEn!: string;
}

export class LaoView extends NamedCode {
  @ApiProperty({ description: 'In full.', example: 'องค์การบริหารส่วนตำบลบางไผ่' }) officialName!: string;
  @ApiProperty({ example: 'sao' }) type!: string;
  @ApiProperty({ type: NamedCode }) province!: NamedCode;
  @ApiProperty({ type: NamedCode }) district!: NamedCode;
}

export class WithdrawnView {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: NamedCode, nullable: true, description: 'The LAO that took its place.' })
  successor!: NamedCode | null;
}

export class ChoiceView {
  @ApiProperty() id!: string;
  @ApiProperty() titleTh!: string;
  @ApiProperty() titleEn!: string;
  @ApiProperty({ required: false, description: 'Choosing it asks for a text.' }) freeText?: boolean;
}

/** The fields of an answer in the API's document, as `answer-fields.ts` describes them. */
const AnswerFields = (): ClassDecorator => (view) => {
  for (const field of fieldNames) {
    const { kind, meaning } = answerFields[field];
    const required = field === 'hasEService';
    const options = { ...schemas[kind], required, ...(meaning !== undefined && { description: meaning }) };
    ApiProperty(options)(view.prototype as object, field);
  }
};

interface Schema {
  readonly type: 'boolean' | 'string' | 'integer';
  readonly isArray?: true;
  readonly minimum?: 0;
}

const schemas: { readonly [Kind in FieldDescription['kind']]: Schema } = {
  'yes-no': { type: 'boolean' },
  choices: { type: 'string', isArray: true },
  text: { type: 'string' },
  texts: { type: 'string', isArray: true },
  count: { type: 'integer', minimum: 0 },
};

@AnswerFields()
export class AnswerView {}

export class RowView {
  @ApiProperty() id!: string;
  @ApiProperty() groupId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ description: 'false: added by the LAO, which alone can be removed.' }) standard!: boolean;
  @ApiProperty({ enum: ['service', 'multi-choice'] }) kind!: 'service' | 'multi-choice';
  @ApiProperty({ required: false, type: [ChoiceView] }) choices?: ChoiceView[];
  @ApiProperty({ enum: ['unanswered', 'incomplete', 'complete'] }) state!: RowState;
  @ApiProperty({ type: [String], description: 'Fields that a complete answer still lacks.' })
  missing!: AnswerField[];
  @ApiProperty({ type: AnswerView, nullable: true }) answer!: Answer | null;
}

export class AspectView {
  @ApiProperty({ example: 'quality-of-life' }) id!: string;
  @ApiProperty({ type: 'integer' }) number!: number;
  @ApiProperty() title!: string;
  @ApiProperty({ enum: ['not-started', 'incomplete', 'complete'] }) state!: AspectState;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) savedAt!: string | null;
  @ApiProperty({ type: [RowView] }) rows!: RowView[];
}

export class CampaignWindow {
  @ApiProperty({ enum: campaignStates }) state!: CampaignState;
  @ApiProperty({ format: 'date-time' }) opensAt!: string;
  @ApiProperty({ format: 'date-time' }) closesAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closedAt!: string | null;
}

export class ReturnedRowView {
  @ApiProperty() rowId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What about it.' }) note!: string | null;
  @ApiProperty({ description: 'Answered anew, renamed or removed since the return.' }) changed!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'What the LAO says instead of a correction.' })
  reply!: string | null;
}

export class ReturnView {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The LAO’s answer about the survey as a whole.' })
  reply!: string | null;
  @ApiProperty({ type: [ReturnedRowView], description: 'The rows that the province named.' })
  rows!: ReturnedRowView[];
}

export type { SurveyStatus };

export class FormView {
  @ApiProperty({ type: 'integer', example: 2565 }) fiscalYear!: number;
  @ApiProperty({ type: LaoView }) lao!: LaoView;
  @ApiProperty({
    type: WithdrawnView,
    nullable: true,
    description: 'Since when the round asks it no longer.',
  })
  withdrawn!: WithdrawnView | null;
  @ApiProperty({ type: [NamedCode], description: 'The LAOs whose place it took.' })
  predecessors!: NamedCode[];
  @ApiProperty({ example: '2565.1' }) questionnaireVersion!: string;
  @ApiProperty({ type: CampaignWindow }) campaign!: CampaignWindow;
  @ApiProperty({ enum: ['not-certified', 'certified', 'returned'] }) status!: SurveyStatus;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) certifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Revision of the certification that stands.' })
  certifiedRevision!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of the certified answers.' })
  fingerprint!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) returnedAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) returnedReason!: string | null;
  @ApiProperty({
    type: ReturnView,
    nullable: true,
    description: 'The last return, also after the LAO certified again: what it was asked to correct.',
  })
  lastReturn!: ReturnView | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) provinceCertifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) lastActivityAt!: string | null;
  @ApiProperty({
    description: 'Last revision of the survey, -1 before its first event; also the ETag.',
    example: '12',
  })
  revision!: string;
  @ApiProperty({ type: [AspectView] }) aspects!: AspectView[];
}
