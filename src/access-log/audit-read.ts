import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Actor } from '../events/actor.js';
import { provinceOf } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import type { AuditDataRead, AuditReadKind } from '../events/audit-read-events.js';
import { AuditReadRecorder } from './audit-read-recorder.js';

/** A parameter that is given more than once is a list. */
type Query = Readonly<Partial<Record<string, string | readonly string[]>>>;

/** The kind of audit read on a route, and whether only requests with `?at=` count as one. */
export interface AuditReadMark {
  readonly kind: AuditReadKind;
  readonly onlyOfThePast: boolean;
}

export const auditReadKey = Symbol('audit read');

/** Query parameters that are recorded. They are listed one by one, because other typed text may contain a person's name. */
const recordedFilters = [
  ...['at', 'time', 'revision', 'position', 'from', 'to'],
  ...['sub', 'type', 'kind', 'aspect', 'row', 'lao', 'province', 'fiscalYear', 'format'],
  ...[
    'district',
    'laoType',
    'region',
    'status',
    'shape',
    'by',
    'against',
    'answer',
    'step',
    'channel',
    'choice',
  ],
] as const;

/**
 * Records each read by an officer, an auditor or the department before the answer is sent. What cannot be recorded is not shown.
 * LAO staff see their own record, which is not an audit.
 */
@Injectable()
export class AuditReadInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly recorder: AuditReadRecorder,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const actor = request.person?.actor;
    if (actor === undefined) throw problems.notSignedIn();
    const { kind, onlyOfThePast } = this.reflector.get<AuditReadMark>(auditReadKey, context.getHandler());
    const isOfToday = onlyOfThePast && (request.query as Query)['at'] === undefined;
    if (actor.role === 'lao' || isOfToday) return next.handle();
    // Recorded after the handler, because a refused request shows nothing.
    return next.handle().pipe(
      mergeMap(async (answer) => {
        await this.recorder.record(this.reading(kind, actor, request), { actor, correlationId: request.id });
        return answer;
      }),
    );
  }

  private reading(kind: AuditReadKind, actor: Actor, request: FastifyRequest): AuditDataRead['data'] {
    const { year, lao, province, sub } = request.params as Partial<Record<string, string>>;
    const provinceCode = province ?? (lao === undefined ? undefined : provinceOf(lao));
    return {
      kind,
      fiscalYear: year === undefined ? null : Number(year),
      // A user of one province sees only that province.
      provinceCode: provinceCode ?? actor.provinceCode ?? null,
      laoCode: lao ?? null,
      filter: { ...filterOf(request.query as Query), ...(sub !== undefined && { sub }) },
    };
  }
}

const filterOf = (query: Query): AuditDataRead['data']['filter'] =>
  Object.fromEntries(
    recordedFilters.flatMap((name) => {
      const value = query[name];
      return value === undefined || value === '' ? [] : [[name, String(value)]];
    }),
  );

/**
 * An endpoint that shows audit data: `@AuditRead('survey-history')`.
 * The subject is read from the path (`:year`, `:lao`, `:province`, `:sub`).
 * The handler must return its answer (a stream as `StreamableFile`). If it sends the answer itself, the read is not recorded first.
 */
export const AuditRead = (kind: AuditReadKind): MethodDecorator => marked({ kind, onlyOfThePast: false });

/** An endpoint for everyday work that can also show the past. A read counts as an audit read only with `?at=`. */
export const AuditReadOfPast = (kind: AuditReadKind): MethodDecorator =>
  marked({ kind, onlyOfThePast: true });

const marked = (mark: AuditReadMark): MethodDecorator =>
  applyDecorators(SetMetadata(auditReadKey, mark), UseInterceptors(AuditReadInterceptor));
