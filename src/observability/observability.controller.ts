import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { Public } from '../identity/policy.js';
import { HealthChecks, type Readiness } from './health-checks.js';

const readiness = {
  type: 'object',
  required: ['status', 'checks'],
  properties: {
    status: { type: 'string', enum: ['ready', 'not-ready'] },
    checks: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['healthy'],
        properties: {
          healthy: { type: 'boolean' },
          detail: { description: 'What an operator wants to know: a lag, a parked stream.' },
        },
      },
    },
  },
};

/** For probes and scrapers. It holds no data of people or answers. A proxy must not expose it. */
@ApiTags('observability')
@Controller()
@Public()
export class ObservabilityController {
  constructor(
    private readonly healthChecks: HealthChecks,
    private readonly registry: Registry,
  ) {}

  @Get('health/live')
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['status'],
      properties: { status: { type: 'string', enum: ['live'] } },
    },
  })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Get('health/ready')
  @ApiOkResponse({ schema: readiness })
  @ApiServiceUnavailableResponse({ schema: readiness })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.healthChecks.readiness();
    void reply.status(readiness.status === 'ready' ? 200 : 503).header('cache-control', 'no-store');
    return readiness;
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'Measurements as Prometheus reads them.' })
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
