import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Controller, Get, Module, Req, Res } from '@nestjs/common';
import fastifyStatic from '@fastify/static';
import { ApiExcludeController } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../identity/policy.js';
import { problems } from '../problems/catalogue.js';
import { pageHints } from './page-hints.js';

/** The built front end. It is missing when only the API was built. */
const webFolder = resolve('dist/web');

/** Paths of the API. An unknown address there gets a problem document, never a page. */
const reserved = /^\/(?:api|auth|health|metrics|assets)(?:[/?]|$)/;

/** Any other address is a page of the front end, which has its own router. */
@ApiExcludeController()
@Controller()
@Public()
export class WebController {
  private readonly hints = pageHints(webFolder);

  @Get(['/', '/*'])
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (reserved.test(request.url) || !existsSync(join(webFolder, 'index.html'))) throw problems.notFound();
    const link = this.hints(request.url);
    if (link !== undefined) void reply.header('link', link);
    await reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
  }
}

@Module({ controllers: [WebController] })
export class WebModule {}

/**
 * Serves the built files. It runs before the application's `init`, like every plugin: if it is awaited later, Fastify
 * boots without the handler that turns its own errors into problem documents.
 */
export async function serveAssets(application: NestFastifyApplication): Promise<void> {
  if (!existsSync(webFolder)) return;
  await application.register(fastifyStatic, {
    root: webFolder,
    wildcard: false,
    index: false,
    // The build leaves a compressed copy beside each file.
    preCompressed: true,
    // The name holds a hash: a file of that name never changes.
    cacheControl: true,
    immutable: true,
    maxAge: '365d',
  });
}
