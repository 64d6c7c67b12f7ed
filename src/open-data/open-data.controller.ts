import { createReadStream } from 'node:fs';
import { applyDecorators, Controller, Get, Header, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { EventProofs, type EventProof } from '../evidence/verification/event-proof.js';
import { campaignStream } from '../events/streams.js';
import { ApiProblems } from '../http/api-problems.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { publicOrigin } from '../http/public-origin.js';
import { publicPagePolicy } from '../http/public-page.js';
import { preferredLanguage } from '../http/wording.js';
import { Public } from '../identity/policy.js';
import { problems } from '../problems/catalogue.js';
import { catalogueOf, endingOf, mediaTypes, PROOF } from './catalogue.js';
import { PublishedRounds, type PublishedResults } from './get-publication.js';
import { nationRows } from './nation-rows.js';
import { openDataPage } from './open-data-page.js';
import { PublicationFiles } from './publication-files.js';

/** Files are large, and one address may be a whole office. */
const rateLimit = { max: 120, timeWindow: '1 minute' };
const CHECKER = 'evidence/check.mjs';
const SAME_FOR_AN_HOUR = 'public, max-age=3600';

const text = { schema: { type: 'string', format: 'binary' } };
const object = { schema: { type: 'object', additionalProperties: true } };
const Answers = (content: Record<string, typeof text | typeof object>): MethodDecorator =>
  applyDecorators(
    Public(),
    RouteConfig({ rateLimit }),
    ApiParam({ name: 'year', type: 'integer', example: 2565 }),
    ApiOkResponse({ content }),
  );

/** What the department published of a round, for everyone. */
@ApiTags('open data')
@ApiProblems()
@Controller('open')
export class OpenDataController {
  constructor(
    private readonly published: PublishedRounds,
    private readonly files: PublicationFiles,
    private readonly proofs: EventProofs,
    private readonly configuration: Configuration,
  ) {}

  /** The program that checks files against the signed log. */
  @Get('check.mjs')
  @Public()
  @RouteConfig({ rateLimit })
  @ApiOkResponse({ content: { 'text/javascript': text } })
  checker(): StreamableFile {
    const disposition = 'attachment; filename="check.mjs"';
    return new StreamableFile(createReadStream(CHECKER), { type: 'text/javascript', disposition });
  }

  @Get(':year')
  @Answers({ 'application/ld+json': object, 'text/html': text })
  async page(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    void reply.header('cache-control', 'no-cache').header('vary', 'accept, accept-language');
    const published = await this.published.require(fiscalYear);
    if (!request.headers.accept?.includes('text/html')) return this.asCatalogue(published, request, reply);
    const language = preferredLanguage(request.headers['accept-language']);
    const sums = await this.files.open(published, fileNamed(published, 'aggregates.jsonl'));
    void reply
      .type('text/html; charset=utf-8')
      .header('content-language', language)
      .header('content-security-policy', publicPagePolicy);
    return openDataPage(published, await nationRows(sums), language);
  }

  @Get(':year/catalog.jsonld')
  @Header('cache-control', 'no-cache')
  @Answers({ 'application/ld+json': object })
  async catalogue(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.asCatalogue(await this.published.require(fiscalYear), request, reply);
  }

  @Get(`:year/:position/${PROOF}`)
  @Header('cache-control', SAME_FOR_AN_HOUR)
  @ApiParam({ name: 'position', description: 'Of the log.' })
  @Answers({ 'application/json': object })
  async proof(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('position') position: string,
  ): Promise<EventProof & { readonly format: string }> {
    const { recorded } = await this.published.require(fiscalYear, position);
    const proof = await this.proofs.of(campaignStream(fiscalYear), recorded.revision);
    return { format: 'eservice-survey-open-data/1', ...proof };
  }

  @Get(':year/:position/:file')
  @Header('cache-control', SAME_FOR_AN_HOUR)
  @ApiParam({ name: 'position', description: 'Of the log.' })
  @ApiParam({ name: 'file', example: 'answers.csv' })
  @Answers({ 'text/csv': text, 'application/x-ndjson': text })
  async file(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('position') position: string,
    @Param('file') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const published = await this.published.require(fiscalYear, position);
    const file = fileNamed(published, name);
    const stream = await this.files.open(published, file);
    void reply.header('etag', `"${file.sha256}"`);
    const ending = endingOf(name);
    return new StreamableFile(stream, {
      type: `${mediaTypes[ending]}; charset=utf-8`,
      disposition: `attachment; filename="eservice-survey-${fiscalYear}-${position}-${name}"`,
    });
  }

  private asCatalogue(published: PublishedResults, request: FastifyRequest, reply: FastifyReply): object {
    void reply.type('application/ld+json; charset=utf-8');
    return catalogueOf(published, publicOrigin(this.configuration, request));
  }
}

const fileNamed = ({ recorded }: PublishedResults, name: string) => {
  const file = recorded.files.find((each) => each.name === name);
  if (!file) throw problems.notFound();
  return file;
};
