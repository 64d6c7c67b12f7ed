import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { problems } from '../problems/catalogue.js';
import { isCostly } from './costly.js';

const MINUTE = 60_000;
const REMEMBERED_PERSONS = 20_000;
/** A costly answer takes about as long as so many others. */
const COSTLY_WEIGHT = 10;

/** Keeps one person's program from taking the process for itself. The limit is far above what people do with a browser. */
@Injectable()
export class PersonRateGuard implements CanActivate {
  /** Requests of each person since the first of its minute. */
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
