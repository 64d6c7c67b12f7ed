import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ReadStoreUnavailable } from '../basics/read-store-unavailable.js';
import { PeopleUnavailable } from '../people/people.js';
import { DamagedStream } from '../event-store/damaged-stream.js';
import { UnreadableEvent } from '../events/upcasting.js';
import { AppendTooLarge, EventStoreUnavailable, LARGEST_APPEND } from '../event-store/event-store.js';
import { WritingStopped } from '../event-store/guarded-event-store.js';
import { problems } from '../problems/catalogue.js';
import { Problem, type ProblemCode } from '../problems/problem.js';
import { acceptedType, bodyLimitsOf } from '../http/body-limits.js';
import { preferredLanguage, wording } from '../http/wording.js';
import { isOdata, ODATA_JSON, odataError } from '../odata/odata-error.js';
import { ProviderFault, ProviderRefusal } from '../identity/provider-fault.js';
import { problemPage } from './problem-page.js';

/** Answers every error with a problem document (RFC 9457) that reveals no internal details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error, request);
    if (problem.status >= 500) {
      this.logger.error(
        {
          correlationId: request.id,
          problem: problem.code,
          ...(error instanceof ProviderFault && { fault: error.kind }),
          err: error,
        },
        'request failed',
      );
    }
    if (error instanceof ProviderRefusal) {
      this.logger.warn({ correlationId: request.id, refusal: error.code }, 'sign-in refused');
    }
    if (reply.sent) return;
    answer(problem, request, reply);
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem in the answer, for the request's log entry. */
    problem?: ProblemCode;
  }
}

export function answer(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  request.problem = problem.code;
  const language = preferredLanguage(request.headers['accept-language']);
  void reply.status(problem.status).header('vary', 'accept-language').header('cache-control', 'no-store');
  const path = request.url.split('?', 1)[0] ?? '';
  if (problem.status === 401) {
    const error = problem.code === 'invalid-token' ? ', error="invalid_token"' : '';
    void reply.header('www-authenticate', `Bearer realm="eservice-survey"${error}`);
    // Excel and Power BI ask for a name and a password only when they are told to. A browser would ask, too, so no page is.
    if (isOdata(path))
      void reply.header('www-authenticate', 'Basic realm="eservice-survey", charset="UTF-8"');
  }
  // Browsers open these addresses directly (a failed sign-in, a checked receipt), so a person gets a page, not JSON. Browsers open them
  // only by GET: a logout token comes from the provider.
  if (
    request.method === 'GET' &&
    /^\/(?:auth|verify|open)\//.test(path) &&
    request.headers.accept?.includes('text/html')
  ) {
    void reply
      .header('content-language', language)
      .type('text/html; charset=utf-8')
      .send(
        problemPage(problem, language, { correlationId: request.id, signsIn: path.startsWith('/auth/') }),
      );
    return;
  }
  if (isOdata(path)) {
    void reply
      .header('content-language', language)
      .header('odata-version', '4.0')
      .type(ODATA_JSON)
      .serializer(JSON.stringify)
      .send(odataError(problem, language));
    return;
  }
  const { title, detail } = wording(problem, language);
  void reply
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      ...problem.details,
      type: `/problems/${problem.code}`,
      code: problem.code,
      title,
      detail,
      status: problem.status,
      instance: path,
      correlationId: request.id,
    });
}

export function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ProviderFault) return problems.signInUnavailable();
  if (error instanceof ProviderRefusal) return problems.signInFailed(error.code);
  if (error instanceof WritingStopped) return problems.writingStopped(error.reason);
  if (error instanceof EventStoreUnavailable) return problems.storeUnavailable(error.reason);
  if (error instanceof AppendTooLarge) return problems.bodyTooLarge(LARGEST_APPEND);
  if (error instanceof DamagedStream) {
    const { stream, revision, damage } = error;
    return problems.recordDamaged({ stream, revision: revision.toString(), damage });
  }
  if (error instanceof UnreadableEvent) {
    const { stream, revision } = error;
    return problems.recordDamaged({ stream, revision: revision.toString(), damage: 'unreadable' });
  }
  if (error instanceof ReadStoreUnavailable || error instanceof PeopleUnavailable)
    return problems.storeUnavailable('unreachable');
  if (!(error instanceof HttpException)) return problems.internal();
  switch (error.getStatus()) {
    case 401:
      return problems.notSignedIn();
    case 403:
      return problems.notAllowed();
    case 404:
    case 405:
      return problems.notFound();
    case 413:
      return problems.bodyTooLarge(bodyLimitsOf(request).bytes);
    case 415:
      return problems.unsupportedMediaType(acceptedType(request));
    default:
      return error.getStatus() < 500
        ? problems.invalidRequest([{ path: '', message: error.message }])
        : problems.internal();
  }
}
