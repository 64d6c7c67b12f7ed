import { Controller, Sse } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { interval, map, merge, takeUntil, type Observable } from 'rxjs';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import type { Person } from '../identity/person.js';
import { ApiProblems } from '../http/api-problems.js';
import { LiveUpdates } from './live-updates.js';

/** Keeps proxies from taking a quiet line for a dead one. Milliseconds. */
const HEARTBEAT = 20_000;

@ApiTags('live updates')
@ApiProblems()
@Controller('api/events')
export class LiveUpdatesController {
  constructor(private readonly liveUpdates: LiveUpdates) {}

  @Sse()
  @Allow({ roles: everyone })
  @ApiOkResponse({
    description: 'Server-sent events `changed` with {fiscalYear, laoCode, provinceCode, type, position}.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  changes(@CurrentPerson() person: Person): Observable<{ type: string; data: object | string }> {
    const heartbeats = interval(HEARTBEAT).pipe(map(() => ({ type: 'heartbeat', data: '' })));
    const changes = this.liveUpdates.visibleTo(person.actor);
    return merge(changes, heartbeats).pipe(takeUntil(this.liveUpdates.closing));
  }
}
