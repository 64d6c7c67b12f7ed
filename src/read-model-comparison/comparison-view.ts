import { ApiProperty } from '@nestjs/swagger';
import type { JsonValue } from '../basics/json.js';

class EventReferenceView {
  @ApiProperty() stream!: string;
  @ApiProperty() revision!: string;
  @ApiProperty() position!: string;
  @ApiProperty({ example: 'AnswerRecorded' }) type!: string;
}

const anyValue = { nullable: true, description: 'Any JSON; null where it is not there.' };

class DifferenceView {
  @ApiProperty({ example: 'survey_forms_v3' }) collection!: string;
  @ApiProperty({ example: '2565.03120102' }) id!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Dotted path; null for a document only one has.',
  })
  field!: string | null;
  @ApiProperty(anyValue) live!: JsonValue;
  @ApiProperty(anyValue) replayed!: JsonValue;
  @ApiProperty({ type: [EventReferenceView], description: 'What wrote it, oldest first, at most 20.' })
  events!: EventReferenceView[];
}

class FinishedComparisonView {
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ format: 'date-time' }) finishedAt!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of the log; what moved on was compared there.' })
  position!: string | null;
  @ApiProperty({ type: 'integer' }) documents!: number;
  @ApiProperty({ type: 'integer' }) differences!: number;
  @ApiProperty({ type: 'integer', description: 'Proven neither way: a checkpoint stood still before them.' })
  undecided!: number;
  @ApiProperty({ type: [DifferenceView], description: 'The first hundred.' }) named!: DifferenceView[];
}

class RunningComparisonView {
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ type: 'integer' }) percent!: number;
  @ApiProperty({ type: 'integer', nullable: true }) secondsLeft!: number | null;
}

export class ComparisonView {
  @ApiProperty({ type: RunningComparisonView, nullable: true }) running!: RunningComparisonView | null;
  @ApiProperty({ type: FinishedComparisonView, nullable: true }) last!: FinishedComparisonView | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the latest one broke off.',
  })
  failedAt!: string | null;
}
