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
import { Offices } from '../offices/offices.js';
import { problems } from '../problems/catalogue.js';
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

/** Lists who viewed audit data, limited to what this person may see. */
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
    private readonly offices: Offices,
    private readonly people: People,
  ) {}

  async execute({ filter, actor }: ListAuditReads): Promise<AuditReadList> {
    const { page, pageSize, sub, kind, fiscalYear, lao, province } = filter;
    const refused =
      (lao !== undefined && laoRefusal(actor, lao)) ||
      (province !== undefined && provinceRefusal(actor, province));
    if (refused) throw refused;
    if (lao !== undefined && !(await this.offices.knowsLao(lao))) throw problems.unknownLao(lao);
    if (province !== undefined && !(await this.offices.knowsProvince(province))) {
      throw problems.unknownProvince(province);
    }
    const provinceCode = province ?? actor.provinceCode;
    const wanted = { sub, kind, fiscalYear, provinceCode, laoCode: lao };
    const { items, total } = await listAuditReads(this.store, wanted, { page, pageSize });
    const names = await this.people.namesOf(items.map((item) => item.sub));
    const places = await this.placesOf(items);
    return { items: items.map((item) => readingItem(item, names, places)), total, page, pageSize };
  }

  /** By code. LAO codes have eight digits, province codes have two. */
  private async placesOf(items: readonly AuditReadEntry[]): Promise<ReadonlyMap<string, NamedCode>> {
    const codes = (of: (item: AuditReadEntry) => string | null) =>
      [...new Set(items.map(of))].filter((code) => code !== null);
    const [provinces, laos] = await Promise.all([
      Promise.all(codes((item) => item.provinceCode).map((code) => this.offices.province(code))),
      Promise.all(codes((item) => item.laoCode).map((code) => this.offices.lao(code))),
    ]);
    const found = [...provinces, ...laos].filter((place) => place !== undefined);
    return new Map(found.map(({ code, name, nameEn }) => [code, { code, name, nameEn }]));
  }
}

const readingItem = (
  reading: AuditReadEntry,
  names: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, NamedCode>,
): ReadingItem => {
  const { position, at, actor, kind, fiscalYear, provinceCode, laoCode, filter } = reading;
  const place = (code: string | null): NamedCode | null =>
    code === null ? null : (places.get(code) ?? { code, name: '', nameEn: '' });
  return {
    position,
    at,
    actor: named(actor, names),
    kind,
    fiscalYear,
    province: place(provinceCode),
    lao: place(laoCode),
    filter,
  };
};
