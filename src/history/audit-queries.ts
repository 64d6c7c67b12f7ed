import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { auditTrail } from '../../projections/read-models/audit-trail.js';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { enrolledProvince, enrolledSurvey } from '../campaign/get-enrolled.js';
import { requireCampaign } from '../campaign/round.js';
import { provinceOf } from '../events/streams.js';
import { IsInstant } from '../http/instant.js';
import { problems } from '../problems/catalogue.js';
import { EntryReader } from './entry-reader.js';
import { TrailSearch } from './trail-search.js';
import type { History, HistoryQuery } from './history-view.js';

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

/** Whose history: one survey's, one province's, or the whole campaign's, the latter two narrowed down or not. */
export interface HistoryScope {
  readonly fiscalYear: number;
  readonly provinceCode?: string | undefined;
  readonly laoCode?: string | undefined;
}

/** Every event in the scope, newest first. A survey's history includes the acts of its province that name or cover it. */
export class GetHistory extends Query<History> {
  constructor(
    readonly scope: HistoryScope,
    readonly filter: HistoryQuery,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(
    private readonly store: ReadStore,
    private readonly entries: EntryReader,
    private readonly search: TrailSearch,
  ) {}

  async execute({ scope, filter }: GetHistory): Promise<History> {
    await this.requireKnown(scope);
    const { page, pageSize, sub, type, aspect, row, from, to, upTo, q } = filter;
    const { understood, ...found } = await this.search.understand(scope, q);
    const wanted = {
      ...scope,
      ...found,
      ...{ sub, type, aspectId: aspect, rowId: row, from: utc(from), to: utc(to), upTo },
    };
    const { items, total } = await auditTrail(this.store, wanted, { page, pageSize, order: 'newest-first' });
    return {
      items: await this.entries.read(scope.fiscalYear, items),
      total,
      page,
      pageSize,
      upTo: upTo ?? (page === 1 ? items[0]?.position : undefined) ?? null,
      understood: [...understood],
    };
  }

  /** Reports a mistyped code as an error instead of an empty list. */
  private async requireKnown({ fiscalYear, provinceCode, laoCode }: HistoryScope): Promise<void> {
    requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    if (provinceCode !== undefined) await enrolledProvince(this.store, { fiscalYear, provinceCode });
    if (laoCode === undefined) return;
    if (provinceCode !== undefined && provinceOf(laoCode) !== provinceCode) {
      throw problems.laoNotInProvince(laoCode, provinceCode);
    }
    await enrolledSurvey(this.store, { fiscalYear, laoCode });
  }
}

const utc = (time: string | undefined): string | undefined => time && new Date(time).toISOString();
