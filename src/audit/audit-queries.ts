import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { auditTrail, type AuditEntry } from '../../projections/audit-trail.js';
import { campaignOf } from '../../projections/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { ActorView } from '../access/actor-view.js';
import { named, People } from '../access/people.js';
import { IsInstant } from '../http/instant.js';
import { PagingQuery } from '../http/paging.js';
import type { JsonObject } from '../json.js';
import { problems } from '../problems/catalogue.js';
import type { SurveyKey } from '../survey/survey-desk.js';

export class HistoryQuery extends PagingQuery {}

export class AtQuery {
  @ApiPropertyOptional({ description: 'As it stood right after this revision of the survey.' })
  @IsOptional()
  @Matches(/^(-1|\d{1,18})$/)
  revision?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'As it stood at this instant.' })
  @IsOptional()
  @IsInstant()
  time?: string;
}

export class HistoryItem {
  @ApiProperty({ description: 'Place in the whole log.' }) position!: string;
  @ApiProperty() stream!: string;
  @ApiProperty({ description: 'Place in its stream.' }) revision!: string;
  @ApiProperty({ example: 'LaoCertified' }) type!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) actor!: ActorView;
  @ApiProperty({ example: 'CertifySurvey' }) command!: string;
  @ApiProperty() commandId!: string;
  @ApiProperty() correlationId!: string;
  @ApiProperty({ description: 'Link of the stream’s hash chain, SHA-256.' }) hash!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: JsonObject;
}

export class History {
  @ApiProperty({ type: [HistoryItem] }) items!: HistoryItem[];
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) page!: number;
  @ApiProperty({ type: 'integer' }) pageSize!: number;
}

/** Every event of one survey, and of its province where it concerns it, newest first. */
export class GetHistory extends Query<History> {
  constructor(
    readonly survey: SurveyKey,
    readonly paging: HistoryQuery,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
  ) {}

  async execute({ survey, paging: { page, pageSize } }: GetHistory): Promise<History> {
    if (!(await campaignOf(this.store, survey.fiscalYear))) throw problems.unknownCampaign(survey.fiscalYear);
    const order = 'newest-first' as const;
    const { items, total } = await auditTrail(this.store, { ...survey }, { page, pageSize, order });
    const names = await this.people.namesOf(items.map(({ actor }) => actor.sub));
    return {
      items: items.map((entry) => historyItem(entry, names)),
      total,
      page,
      pageSize,
    };
  }
}

const historyItem = (entry: AuditEntry, names: ReadonlyMap<string, string>): HistoryItem => ({
  position: entry.position,
  stream: entry.stream,
  revision: entry.revision,
  type: entry.type,
  at: entry.at,
  actor: named(entry.actor, names),
  command: entry.command,
  commandId: entry.commandId,
  correlationId: entry.correlationId,
  hash: entry.hash,
  data: entry.data,
});
