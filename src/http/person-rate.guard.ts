import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { problems } from '../problems/catalogue.js';
import { isCostly } from './costly.js';

const MINUTE = 60_000;
const REMEMBERED_PERSONS = 20_000;
/** A costly answer takes about as long as this many others. */
const COSTLY_WEIGHT = 10;

/** Limits the requests of each person, so that one program cannot overload the process. The limit is far above normal use of a browser. */
@Injectable()
export class PersonRateGuard implements CanActivate {
  /** The requests of each person in the current minute, which starts at the first request. */
  private readonly spent = new LRUCache<string, { count: number }>({ max: REMEMBERED_PERSONS, ttl: MINUTE });

  constructor(
    private readonly reflector: Reflector,
    private readonly perMinute: number,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const sub = http.getRequest<FastifyRequest>().person?.actor.sub;
    if (sub === undefined) return true;
    const spent = this.spent.get(sub) ?? { count: 0 };
    if (spent.count === 0) this.spent.set(sub, spent);
    spent.count += isCostly(this.reflector, context) ? COSTLY_WEIGHT : 1;
    if (spent.count <= this.perMinute) return true;
    const seconds = Math.max(1, Math.ceil(this.spent.getRemainingTTL(sub) / 1000));
    void http.getResponse<FastifyReply>().header('retry-after', String(seconds));
    throw problems.tooManyRequests(seconds);
  }
}
