import { applyDecorators, Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditRead } from '../access-log/audit-read.js';
import { Configuration } from '../configuration/configuration.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { publicOrigin } from '../http/public-origin.js';
import { AllowPersonalTokens } from '../identity/personal-tokens.js';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import { atDescription } from '../past/moment.js';
import { problems } from '../problems/catalogue.js';
import { entitySets, valueOf, type EntitySet } from './entity-sets.js';
import { Feeds } from './feeds.js';
import { metadataDocument, serviceDocument } from './metadata.js';
import { ODATA_JSON } from './odata-error.js';
import {
  optionsOfNextPage,
  readQueryOptions,
  requireKnown,
  textOf,
  type Query as Options,
} from './query-options.js';
import { writeSkipToken } from './skip-token.js';

const setNames = entitySets.map(({ name }) => name);
const object = { schema: { type: 'object', additionalProperties: true } };

const Answered = (content: Parameters<typeof ApiOkResponse>[0] & object): MethodDecorator =>
  applyDecorators(
    Header('odata-version', '4.0'),
    ApiParam({ name: 'year', type: 'integer', example: 2565 }),
    ApiOkResponse(content),
    ...(['4XX', '5XX'] as const).map((status) =>
      ApiResponse({
        status,
        description: 'An error in the form of OData',
        content: { 'application/json': object },
      }),
    ),
  );

const options = (...names: readonly (readonly [name: string, description: string])[]): MethodDecorator =>
  applyDecorators(
    ...names.map(([name, description]) => ApiQuery({ name, description, required: false, type: String })),
  );

const filtering = [
  ['$filter', 'Comparisons, `and`, `or`, `not`, `contains`, `startswith`, `endswith`.'],
  ['at', atDescription],
  ['after', 'Wait (bounded) until this position of the log is in what is read.'],
] as const;

/** The results of a round as OData 4.0, which Excel and Power BI read. People see what their exports hold. */
@ApiTags('results')
@Allow({ roles: everyone })
@AllowPersonalTokens()
@Controller('odata/:year')
export class OdataController {
  constructor(
    private readonly feeds: Feeds,
    private readonly configuration: Configuration,
  ) {}

  @Get()
  @Answered({ description: 'The service document.', content: { 'application/json': object } })
  @Header('content-type', ODATA_JSON)
  @options(['$format', '`json`'])
  service(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: Options,
    @Req() request: FastifyRequest,
  ): object {
    requireKnown(query, ['$format']);
    return serviceDocument(this.root(fiscalYear, request));
  }

  @Get('$metadata')
  @Answered({ description: 'CSDL.', content: { 'application/xml': { schema: { type: 'string' } } } })
  @Header('content-type', 'application/xml;charset=utf-8')
  @options(['$format', '`xml`'])
  metadata(@Param('year', FiscalYearPipe) _fiscalYear: number, @Query() query: Options): string {
    requireKnown(query, ['$format']);
    return metadataDocument();
  }

  @Get(':set')
  @Costly()
  @AuditRead('answers-export')
  @ApiParam({ name: 'set', enum: setNames })
  @Answered({
    description:
      'A page of entities, as of one position of the log (`x-log-position`), and the address of the next.',
    content: { 'application/json': object },
  })
  @options(
    ['$select', 'Names of fields, separated by commas.'],
    ['$top', 'At most this many entities.'],
    ['$skip', 'Without the first ones.'],
    ['$count', '`true`: with the number of all that match.'],
    ['$skiptoken', 'Only from `@odata.nextLink`.'],
    ['$format', '`json`'],
    ...filtering,
  )
  async entities(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('set') name: string,
    @Query() query: Options,
    @CurrentPerson() { actor }: Person,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const set = requireSet(name);
    const asked = readQueryOptions(query, set);
    const { rows, position, count, next } = await this.feeds.page({ fiscalYear, set, actor }, asked);
    const root = this.root(fiscalYear, request);
    const names = asked.select ?? set.fields.map((field) => field.name);
    const isBare = wantsNoMetadata(request, query);
    void reply
      .header('content-type', isBare ? ODATA_JSON.replace('minimal', 'none') : ODATA_JSON)
      .header('x-log-position', position.toString());
    return {
      ...(!isBare && { '@odata.context': `${root}/$metadata#${set.name}${contextOf(asked.select)}` }),
      ...(count !== undefined && { '@odata.count': count }),
      value: rows.map((row) =>
        Object.fromEntries(names.map((field) => [field, valueOf(row[field] ?? null)])),
      ),
      ...(next && { '@odata.nextLink': nextLink(`${root}/${set.name}`, query, writeSkipToken(next)) }),
    };
  }

  @Get(':set/$count')
  @Costly()
  @AuditRead('answers-export')
  @ApiParam({ name: 'set', enum: setNames })
  @Answered({
    description: 'The number of entities.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @Header('content-type', 'text/plain;charset=utf-8')
  @options(...filtering)
  async count(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('set') name: string,
    @Query() query: Options,
    @CurrentPerson() { actor }: Person,
  ): Promise<string> {
    const set = requireSet(name);
    requireKnown(
      query,
      filtering.map(([option]) => option),
    );
    return String(await this.feeds.count({ fiscalYear, set, actor }, readQueryOptions(query, set)));
  }

  private root(fiscalYear: number, request: FastifyRequest): string {
    return `${publicOrigin(this.configuration, request)}/odata/${fiscalYear}`;
  }
}

/** One entity by its key is not offered: a filter finds it. */
const requireSet = (name: string): EntitySet => {
  const set = entitySets.find((each) => each.name === name);
  if (set) return set;
  throw setNames.some((each) => name.startsWith(`${each}(`))
    ? problems.odataNotSupported(name)
    : problems.notFound();
};

const contextOf = (select: readonly string[] | undefined): string =>
  select === undefined ? '' : `(${select.join(',')})`;

/** `$format` counts before `Accept`. `full` is answered with `minimal`, which says all that these entities have. */
const wantsNoMetadata = ({ headers }: FastifyRequest, query: Options): boolean =>
  /odata\.metadata=none/i.test(textOf(query, '$format') ?? headers.accept?.split(',')[0] ?? '');

const nextLink = (address: string, query: Options, token: string): string => {
  const parts = optionsOfNextPage.flatMap((name) => {
    const value = textOf(query, name);
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return `${address}?${[...parts, `$skiptoken=${token}`].join('&')}`;
};
