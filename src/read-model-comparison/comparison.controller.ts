import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson, isNational } from '../identity/policy.js';
import { Clock } from '../basics/clock.js';
import { ApiProblems } from '../http/api-problems.js';
import { problems } from '../problems/catalogue.js';
import { AuditRead } from '../access-log/audit-read.js';
import { ComparisonView } from './comparison-view.js';
import { Comparisons, type FinishedComparison, type RunningComparison } from './comparisons.js';

/** A comparison covers every province and changes nothing. People who see the whole nation may start one. */
@ApiTags('audit')
@ApiProblems()
@Controller('api/audit/comparison')
export class ComparisonController {
  constructor(
    private readonly comparisons: Comparisons,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allow({ roles: ['auditor', 'admin'] })
  @AuditRead('comparison')
  @ApiOkResponse({ type: ComparisonView })
  async show(@CurrentPerson() person: Person): Promise<ComparisonView> {
    if (!isNational(person.actor)) throw problems.outOfScope();
    return this.view();
  }

  @Post()
  @HttpCode(202)
  @Allow({ roles: ['auditor', 'admin'] })
  @AuditRead('comparison')
  @ApiAcceptedResponse({ type: ComparisonView, description: 'Under way; one that already was goes on.' })
  async start(@CurrentPerson() person: Person): Promise<ComparisonView> {
    if (!isNational(person.actor)) throw problems.outOfScope();
    await this.comparisons.start();
    return this.view();
  }

  private async view(): Promise<ComparisonView> {
    const [running, last, failedAt] = await Promise.all([
      this.comparisons.running(),
      this.comparisons.last(),
      this.comparisons.failedAt(),
    ]);
    return {
      running: running ? runningView(running, this.clock.now()) : null,
      last: last ? lastView(last) : null,
      failedAt: failedAt ?? null,
    };
  }
}

const runningView = ({ startedAt, done }: RunningComparison, now: Date): ComparisonView['running'] => {
  const seconds = (now.getTime() - Date.parse(startedAt)) / 1000;
  const secondsLeft = done > 0 ? Math.round((seconds * (1 - done)) / done) : null;
  return { startedAt, percent: Math.floor(done * 100), secondsLeft };
};

const lastView = (last: FinishedComparison): NonNullable<ComparisonView['last']> => ({
  startedAt: last.startedAt,
  finishedAt: last.finishedAt,
  position: last.position,
  documents: last.documents,
  differences: last.differences,
  undecided: last.undecided,
  named: last.named.map(({ live, replayed, events, ...difference }) => ({
    ...difference,
    live: live ?? null,
    replayed: replayed ?? null,
    events: [...events],
  })),
});
