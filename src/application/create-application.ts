import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.js';
import { isProbe } from '../observability/probes.js';
import { RequestMetrics } from '../observability/request-metrics.js';
import { problems } from '../problems/catalogue.js';
import { acceptLogoutNotices } from './logout-notices.js';
import { NestLogger } from './nest-logger.js';
import { answer, ProblemFilter } from './problem.filter.js';
import { acceptOnlyDeclared } from './request-bodies.js';
import { answerBrokenRequest, CHECK_SLOW_REQUESTS_EVERY, SLOWEST_REQUEST } from './broken-requests.js';
import { finishWhatHasBegun } from './shutting-down.js';
import { beStrictAboutAddresses } from './strict-addresses.js';
import { serveAssets } from './web.module.js';
import { PersonRateGuard } from '../http/person-rate.guard.js';
import { DeclaredInputGuard } from '../http/declared-input.guard.js';
import { createValidationPipe } from '../http/validation.js';

export interface ApplicationOptions {
  /** Where the log goes; standard output by default. */
  readonly logDestination?: DestinationStream;
}

/** Builds the HTTP application for a module that imports `IdentityModule` and `ObservabilityModule`. The caller starts listening. */
export async function createApplication(
  module: Type | DynamicModule,
  configuration: Configuration,
  options: ApplicationOptions = {},
): Promise<NestFastifyApplication> {
  const application = await createProbes(module, configuration, options);
  const fastify = application.getHttpAdapter().getInstance();
  acceptOnlyDeclared(fastify);
  acceptLogoutNotices(fastify);
  await application.register(fastifyCookie);
  await serveAssets(application);
  application.useGlobalPipes(createValidationPipe());
  const { requestsPerMinute } = configuration;
  application.useGlobalGuards(
    new DeclaredInputGuard(),
    ...(requestsPerMinute === undefined ? [] : [new PersonRateGuard(new Reflector(), requestsPerMinute)]),
  );
  document(application);
  return application;
}

/** Builds the part that every process has: health probes and metrics. The module must import `ObservabilityModule`. */
export async function createProbes(
  module: Type | DynamicModule,
  configuration: Configuration,
  { logDestination = pino.destination(1) }: Pick<ApplicationOptions, 'logDestination'> = {},
): Promise<NestFastifyApplication> {
  const logger = pino({ level: configuration.logLevel, base: null }, logDestination);
  const application = await NestFactory.create<NestFastifyApplication>(module, createAdapter(configuration), {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const fastify = application.getHttpAdapter().getInstance();
  observe(fastify, logger, application.get(RequestMetrics, { strict: false }));
  if (configuration.traceCollector !== undefined) {
    const { traceRequests } = await import('../observability/tracing.js');
    traceRequests(fastify, configuration.traceCollector, configuration.role);
  }
  finishWhatHasBegun(fastify);
  beStrictAboutAddresses(fastify);
  await compress(application);
  await protect(application, fastify);
  application.useGlobalFilters(new ProblemFilter(logger));
  application.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  return application;
}

const createAdapter = (configuration: Configuration): FastifyAdapter =>
  new FastifyAdapter({
    logger: false,
    // `finishWhatHasBegun` answers them, with a problem document.
    return503OnClosing: false,
    // A line of 20 kbit/s sends the largest body of an LAO in this time. A slower sender would keep a connection busy.
    requestTimeout: SLOWEST_REQUEST,
    // The root of an OData service ends with a slash (URL conventions, 2), and no route of Nest does.
    rewriteUrl: ({ url = '/' }) => url.replace(/^(\/odata\/\d+)\/(?=\?|$)/, '$1'),
    http: { connectionsCheckingInterval: CHECK_SLOW_REQUESTS_EVERY },
    clientErrorHandler: answerBrokenRequest,
    // A request whose address cannot be decoded reaches no filter, so it is answered here.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      answer(problems.notFound(), request, reply),
    // Forwarding headers are trusted only with a configured public address, and only from a proxy in a private network.
    trustProxy: configuration.publicUrl === undefined ? false : ['loopback', 'linklocal', 'uniquelocal'],
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w.:-]{8,100}$/.test(given) ? given : randomUUID();
    },
  });

/** Logs one line for each request: the route and the result, never the person or the content. */
function observe(fastify: FastifyInstance, logger: Logger, metrics: RequestMetrics): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const milliseconds = reply.elapsedTime;
    metrics.observe({ method: request.method, route, status: reply.statusCode }, milliseconds / 1000);
    // A probe that goes well comes every few seconds, and would hide the requests of people.
    const level = isProbe(route) && reply.statusCode < 400 ? 'debug' : 'info';
    logger[level](
      {
        correlationId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        problem: request.problem,
        milliseconds: Math.round(milliseconds),
      },
      'request',
    );
    done();
  });
}

const ownPages =
  "default-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
/** Swagger's page needs inline styles. No other page may use them. */
const documentationPages = ownPages.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

async function protect(application: NestFastifyApplication, fastify: FastifyInstance): Promise<void> {
  await application.register(fastifyHelmet, { contentSecurityPolicy: false });
  await application.register(fastifyRateLimit, {
    // There is no general limit, because offices share one address. Public routes set their own limit.
    global: false,
    errorResponseBuilder: (_request, { ttl }) => problems.tooManyRequests(Math.ceil(ttl / 1000)),
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const policy = /^\/api\/docs(?:[/?]|$)/.test(request.url) ? documentationPages : ownPages;
    void reply.header('content-security-policy', policy);
    done();
  });
}

/**
 * A form and its questionnaire are 75 kB of JSON: a third of a second on a slow line. Answers use gzip only, since compressing each with
 * brotli takes longer than it saves. Requests may not be compressed: a small one could expand until it fills the memory.
 */
async function compress(application: NestFastifyApplication): Promise<void> {
  await application.register(fastifyCompress, { encodings: ['gzip'], globalDecompression: false });
}

function document(application: NestFastifyApplication): void {
  const description = new DocumentBuilder()
    .setTitle('e-Service survey')
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('session')
    .build();
  SwaggerModule.setup('api/docs', application, () => SwaggerModule.createDocument(application, description), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
  });
}
