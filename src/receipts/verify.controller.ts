import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { preferredLanguage } from '../http/wording.js';
import { Problem } from '../problems/problem.js';
import { publicPagePolicy } from '../http/public-page.js';
import { unknownPage, verificationPage } from './verification-page.js';
import { ReceiptVerification, VerifyFingerprint } from './verify-fingerprint.js';

/** A fingerprint cannot be guessed. The limit only stops one address from keeping the process busy. */
const rateLimit = { max: 60, timeWindow: '1 minute' };

/** The holder of a receipt may check without sign-in whether it is genuine and still valid. */
@ApiTags('receipts')
@ApiProblems()
@Controller('verify')
export class VerifyController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':fingerprint')
  @Public()
  @RouteConfig({ rateLimit })
  @ApiExtraModels(ReceiptVerification)
  @ApiOkResponse({
    description: 'A page for a browser (`Accept: text/html`), else JSON.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ReceiptVerification) } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async verify(
    @Param('fingerprint') fingerprint: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptVerification | string> {
    void reply.header('cache-control', 'no-store').header('vary', 'accept, accept-language');
    const verification = this.queries.execute(new VerifyFingerprint(fingerprint));
    if (!request.headers.accept?.includes('text/html')) return verification;
    const language = preferredLanguage(request.headers['accept-language']);
    const page = await verification.then(
      (found) => verificationPage(found, language),
      (error: unknown) => {
        if (!(error instanceof Problem) || error.code !== 'unknown-fingerprint') throw error;
        void reply.status(error.status);
        return unknownPage(language);
      },
    );
    void reply
      .type('text/html; charset=utf-8')
      .header('content-language', language)
      .header('content-security-policy', publicPagePolicy);
    return page;
  }
}
