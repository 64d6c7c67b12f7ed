import { Controller, Req, Res, Sse } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { interval, map, merge, takeUntil, type Observable } from 'rxjs';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import type { Person } from '../identity/person.js';
import { ApiProblems } from '../http/api-problems.js';
import { problems } from '../problems/catalogue.js';
import { LiveLines } from './live-lines.js';
import { LiveUpdates } from './live-updates.js';

/** Prevents proxies from closing an idle connection. Milliseconds. */
const HEARTBEAT = 20_000;

@ApiTags('live updates')
@ApiProblems()
@Controller('api/events')
export class LiveUpdatesController {
  constructor(
    private readonly liveUpdates: LiveUpdates,
    private readonly lines: LiveLines,
  ) {}

  /** The connection ends with the session or the token that opened it. */
  @Sse()
  @Allow({ roles: everyone })
  @ApiOkResponse({
    description: 'Server-sent events `changed` with {fiscalYear, laoCode, provinceCode, type, position}.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  changes(
    @CurrentPerson() person: Person,
    @Req() { credential }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Observable<{ type: string; data: object | string }> {
    if (credential === undefined) throw problems.notSignedIn();
    reply.raw.once('close', this.lines.open(person));
    const heartbeats = interval(HEARTBEAT).pipe(map(() => ({ type: 'heartbeat', data: '' })));
    const changes = this.liveUpdates.visibleTo(person.actor);
    return merge(changes, heartbeats).pipe(
      takeUntil(merge(this.liveUpdates.closing, this.lines.over(credential))),
    );
  }
}
