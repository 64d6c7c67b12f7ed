import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional } from 'class-validator';
import { IsIdentifier, IsSubject } from '../http/identifiers.js';
import { listAuditReads, type AuditReadEntry } from '../../projections/read-models/audit-reads.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Actor } from '../events/actor.js';
import { ActorView } from '../people/actor-view.js';
import { named, People } from '../people/people.js';
import { laoRefusal, provinceRefusal } from '../identity/policy.js';
import { Directory } from '../directory/directory.js';
import { PagingQuery } from '../http/paging.js';
import { NamedCode } from '../form/form-view.js';
import { auditReadKinds, type AuditReadKind } from '../events/audit-read-events.js';

export class ListAuditReadsQuery extends PagingQuery {
  @ApiPropertyOptional({ description: 'Subject of the reader.' })
  @IsOptional()
  @IsSubject()
  sub?: string;

  @ApiPropertyOptional({ enum: auditReadKinds })
  @IsOptional()
  @IsIn(auditReadKinds)
  kind?: AuditReadKind;

  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  fiscalYear?: number;

  @ApiPropertyOptional({ description: 'Code of the province whose data was read.' })
  @IsOptional()
  @IsIdentifier()
  province?: string;

  @ApiPropertyOptional({ description: 'Code of the LAO whose data was read.' })
  @IsOptional()
  @IsIdentifier()
  lao?: string;
}

export class ReadingItem {
  @ApiProperty({ description: 'Place in the whole log.' }) position!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) actor!: ActorView;
  @ApiProperty({ enum: auditReadKinds }) kind!: AuditReadKind;
  @ApiProperty({ type: 'integer', nullable: true }) fiscalYear!: number | null;
  @ApiProperty({ type: NamedCode, nullable: true }) province!: NamedCode | null;
  @ApiProperty({ type: NamedCode, nullable: true }) lao!: NamedCode | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  filter!: Readonly<Record<string, string>>;
}

export class AuditReadList {
  @ApiProperty({ type: [ReadingItem] }) items!: ReadingItem[];
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) page!: number;
  @ApiProperty({ type: 'integer' }) pageSize!: number;
}

/** Who looked at audit data, within what this person may see of it. */
export class ListAuditReads extends Query<AuditReadList> {
  constructor(
    readonly filter: ListAuditReadsQuery,
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(ListAuditReads)
export class ListAuditReadsHandler implements IQueryHandler<ListAuditReads> {
  constructor(
    private readonly store: ReadStore,
    private readonly directory: Directory,
    private readonly people: People,
  ) {}

  async execute({ filter, actor }: ListAuditReads): Promise<AuditReadList> {
    const { page, pageSize, sub, kind, fiscalYear, lao, province } = filter;
    const refused =
      (lao !== undefined && laoRefusal(actor, lao, this.directory)) ||
      (province !== undefined && provinceRefusal(actor, province, this.directory));
    if (refused) throw refused;
    const provinceCode = province ?? actor.provinceCode;
    const wanted = { sub, kind, fiscalYear, provinceCode, laoCode: lao };
    const { items, total } = await listAuditReads(this.store, wanted, { page, pageSize });
    const names = await this.people.namesOf(items.map((item) => item.sub));
    return { items: items.map((item) => this.item(item, names)), total, page, pageSize };
  }

  private item(reading: AuditReadEntry, names: ReadonlyMap<string, string>): ReadingItem {
    const { position, at, actor, kind, fiscalYear, provinceCode, laoCode, filter } = reading;
    const place = (code: string | null, found: { readonly name: string } | undefined): NamedCode | null =>
      code === null ? null : { code, name: found?.name ?? '' };
    return {
      position,
      at,
      actor: named(actor, names),
      kind,
      fiscalYear,
      province: place(provinceCode, this.directory.province(provinceCode ?? '')),
      lao: place(laoCode, this.directory.lao(laoCode ?? '')),
      filter,
    };
  }
}
