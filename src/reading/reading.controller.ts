import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../access/person.js';
import { Allow, CurrentPerson } from '../access/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { ReadYourWrites } from '../read-side/read-your-writes.js';
import { AuditRead } from './audit-read.js';
import { ListReadings, ListReadingsQuery, ReadingList } from './list-readings.js';

@ApiTags('audit')
@ApiProblems()
@Controller('api/audit/readings')
export class ReadingController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  /** Auditors of one province see who looked at that province's data. */
  @Get()
  @Allow({ roles: ['auditor', 'admin'] })
  @AuditRead('readings')
  @ApiOkResponse({ type: ReadingList })
  async list(@Query() filter: ListReadingsQuery, @CurrentPerson() { actor }: Person): Promise<ReadingList> {
    await this.readYourWrites.upTo(filter.after);
    return this.queries.execute(new ListReadings(filter, actor));
  }
}
