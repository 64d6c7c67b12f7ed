import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsIdentifier, IsSubject } from '../http/identifiers.js';
import { ActorView } from '../people/actor-view.js';
import { typesIn } from '../events/event-types.js';
import { IsInstantOrDay } from '../http/instant.js';
import { PagingQuery } from '../http/paging.js';
import type { JsonObject } from '../basics/json.js';
import { NamedCode } from '../form/form-view.js';
import type { FieldChange } from './answer-change.js';

/** The events of a trail: those of surveys, provinces, campaigns and questionnaires. */
export const historyTypes = typesIn('survey', 'province', 'campaign', 'questionnaire');

export class HistoryQuery extends PagingQuery {
  @ApiPropertyOptional({ description: 'Subject of the person who acted.' })
  @IsOptional()
  @IsSubject()
  sub?: string;

  @ApiPropertyOptional({
    example: 'ภาษีป้าย บางไผ่',
    description:
      'Words that name services, LAOs or people who acted, in any order. An event is found if it fits every word.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({ enum: historyTypes })
  @IsOptional()
  @IsIn(historyTypes)
  type?: (typeof historyTypes)[number];

  @ApiPropertyOptional({ description: 'Id of an aspect.' })
  @IsOptional()
  @IsIdentifier()
  aspect?: string;

  @ApiPropertyOptional({ description: 'Id of a row.' })
  @IsOptional()
  @IsIdentifier()
  row?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Not before this instant, or this day.' })
  @IsOptional()
  @IsInstantOrDay('start')
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Not after this instant, or this day.' })
  @IsOptional()
  @IsInstantOrDay('end')
  to?: string;

  @ApiPropertyOptional({
    description:
      'Only events up to this position: `upTo` of the first page, so that later pages of a growing log fit.',
  })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  upTo?: string;
}

export class ProvinceHistoryQuery extends HistoryQuery {
  @ApiPropertyOptional({ description: 'Code of one LAO.' })
  @IsOptional()
  @IsIdentifier()
  lao?: string;
}

export class CampaignHistoryQuery extends ProvinceHistoryQuery {
  @ApiPropertyOptional({ description: 'Code of one province.' })
  @IsOptional()
  @IsIdentifier()
  province?: string;
}

class Titles {
  @ApiProperty() id!: string;
  @ApiProperty() titleTh!: string;
  @ApiProperty() titleEn!: string;
}

const anyValue = {
  nullable: true,
  oneOf: [
    { type: 'boolean' },
    { type: 'integer' },
    { type: 'string' },
    { type: 'array', items: { type: 'string' } },
  ],
};

class FieldChangeView {
  @ApiProperty({ type: String, description: 'A field of the answer, or `closesAt` of the campaign.' })
  field!: FieldChange['field'];
  @ApiProperty(anyValue) before!: FieldChange['before'];
  @ApiProperty(anyValue) after!: FieldChange['after'];
}

export class HistoryItem {
  @ApiProperty({ description: 'Place in the whole log.' }) position!: string;
  @ApiProperty() stream!: string;
  @ApiProperty({ description: 'Place in its stream.' }) revision!: string;
  @ApiProperty({ enum: historyTypes }) type!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) actor!: ActorView;
  @ApiProperty({ type: NamedCode, nullable: true, description: 'Office of the actor: its LAO or province.' })
  office!: NamedCode | null;
  @ApiProperty({ type: NamedCode, nullable: true, description: 'The one LAO it is about.' })
  lao!: NamedCode | null;
  @ApiProperty({ type: Titles, nullable: true }) aspect!: Titles | null;
  @ApiProperty({ type: Titles, nullable: true }) row!: Titles | null;
  @ApiProperty({ type: [FieldChangeView], description: 'What it changed, field by field; null is empty.' })
  changes!: FieldChangeView[];
  @ApiProperty({ example: 'CertifySurvey' }) command!: string;
  @ApiProperty() commandId!: string;
  @ApiProperty() correlationId!: string;
  @ApiProperty({ description: 'Link of the stream’s hash chain, SHA-256.' }) hash!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: JsonObject;
}

class UnderstoodName {
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'Empty if none is recorded.' }) nameEn!: string;
}

/** What the words of a search were taken for. */
export class UnderstoodView {
  @ApiProperty({ enum: ['service', 'lao', 'person', 'nothing'] })
  kind!: 'service' | 'lao' | 'person' | 'nothing';
  @ApiProperty({ type: [String], description: 'The words as they were typed.' }) words!: string[];
  @ApiProperty({ type: [UnderstoodName], description: 'The first services or LAOs of these names.' })
  names!: UnderstoodName[];
  @ApiProperty({ type: 'integer', description: 'How many fit these words.' }) count!: number;
}

export class History {
  @ApiProperty({ type: [UnderstoodView], description: 'Of `q`; empty without one.' })
  understood!: UnderstoodView[];
  @ApiProperty({ type: [HistoryItem] }) items!: HistoryItem[];
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) page!: number;
  @ApiProperty({ type: 'integer' }) pageSize!: number;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Position of the newest event that counts; null of none.',
  })
  upTo!: string | null;
}
