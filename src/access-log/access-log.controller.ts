import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { AuditRead } from './audit-read.js';
import { ListAuditReads, ListAuditReadsQuery, AuditReadList } from './list-audit-reads.js';

@ApiTags('audit')
@ApiProblems()
@Costly()
@Controller('api/audit/readings')
export class AccessLogController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  /** Auditors of one province see who viewed that province's data. */
  @Get()
  @Allow({ roles: ['auditor', 'admin'] })
  @AuditRead('readings')
  @ApiOkResponse({ type: AuditReadList })
  async list(
    @Query() filter: ListAuditReadsQuery,
    @CurrentPerson() { actor }: Person,
  ): Promise<AuditReadList> {
    await this.readYourWrites.upTo(filter.after);
    return this.queries.execute(new ListAuditReads(filter, actor));
  }
}
