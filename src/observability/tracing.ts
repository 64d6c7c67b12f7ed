import { AsyncLocalStorage } from 'node:async_hooks';
import type { TracingChannel } from 'node:diagnostics_channel';
import { Logger } from '@nestjs/common';
import {
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { within } from '../basics/time-limit.js';
import { tracedAppends, tracedCommands, tracedSignIns, type Ended } from '../basics/trace-points.js';
import { Problem } from '../problems/problem.js';
import { programVersion } from './build-info.js';
import { isProbe } from './probes.js';

/** Milliseconds that the last traces may take at the end of the process. */
const PATIENCE = 3_000;

/** The request under way, to which commands, appends and sign-ins belong. */
const underWay = new AsyncLocalStorage<Span>();

/**
 * Sends a trace of each request to an OpenTelemetry collector (OTLP over HTTP), until the application closes. A trace
 * holds routes, commands, status and codes of problems, never a person or an answer. This file is loaded only where the
 * configuration names a collector.
 */
export const traceRequests = (fastify: FastifyInstance, endpoint: string, role: string): void => {
  const logger = new Logger('Traces');
  const warn = (message: string): void => logger.warn({ message: 'traces', detail: message });
  const silent = (): void => undefined;
  diag.setLogger({ error: warn, warn, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', withSlash(endpoint)).href });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'eservice-survey',
      'service.version': programVersion(),
      'eservice.role': role,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('eservice-survey');
  followRequests(fastify, tracer);
  const followed = [
    follow(tracedCommands, tracer, ({ command }) => ({ name: command, attributes: {} })),
    follow(tracedAppends, tracer, ({ category, events }) => ({
      name: 'append',
      attributes: { 'eservice.category': category, 'eservice.events': events },
    })),
    follow(tracedSignIns, tracer, ({ step }) => ({ name: `sign in: ${step}`, attributes: {} })),
  ];
  fastify.addHook('onClose', async () => {
    for (const end of followed) end();
    await within(PATIENCE, provider.shutdown(), () => warn('the last traces were not sent'));
  });
};

const withSlash = (endpoint: string): string => (endpoint.endsWith('/') ? endpoint : `${endpoint}/`);

const followRequests = (fastify: FastifyInstance, tracer: Tracer): void => {
  const propagator = new W3CTraceContextPropagator();
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (!isProbe(route)) {
      const before = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
      const attributes = {
        'http.request.method': request.method,
        'http.route': route,
        'eservice.correlation_id': request.id,
      };
      const options = { kind: SpanKind.SERVER, attributes };
      spans.set(request, tracer.startSpan(`${request.method} ${route}`, options, before));
    }
    done();
  });
  // A body arrives outside the context of its request's first hook, so the context begins after the body.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) underWay.run(span, done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (request.problem !== undefined) span?.setAttribute('eservice.problem', request.problem);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
};

/** A span for each piece of work of a channel that belongs to a request. The result ends it. */
const follow = <Work extends object>(
  channel: TracingChannel<string, Work>,
  tracer: Tracer,
  describe: (work: Work) => { readonly name: string; readonly attributes: Attributes },
): (() => void) => {
  const spans = new WeakMap<object, Span>();
  const begin = (work: unknown): void => {
    const request = underWay.getStore();
    if (!request) return;
    const { name, attributes } = describe(work as Work);
    spans.set(work as object, tracer.startSpan(name, { attributes }, trace.setSpan(ROOT_CONTEXT, request)));
  };
  const end = (work: unknown): void => {
    const span = spans.get(work as object);
    const { error } = work as Ended;
    if (error instanceof Problem) span?.setAttribute('eservice.problem', error.code);
    else if (error !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) });
    span?.end();
  };
  channel.start.subscribe(begin);
  channel.asyncEnd.subscribe(end);
  return () => {
    channel.start.unsubscribe(begin);
    channel.asyncEnd.unsubscribe(end);
  };
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'error');
