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

/** The folder of the built front end. It is missing when only the API was built. */
const webFolder = resolve('dist/web');

/** Paths that are not pages. An unknown address below them gets a problem document, never a page. */
const reserved = /^\/(?:api|odata|open|auth|health|metrics|assets)(?:[/?]|$)/;

/** Serves every other address as a page of the front end, which has its own router. */
@ApiExcludeController()
@Controller()
@Public()
export class WebController {
  private readonly hints = pageHints(webFolder);

  /** The service worker keeps its name, and its content names the files of its version. */
  @Get('/sw.js')
  async serviceWorker(@Res() reply: FastifyReply): Promise<void> {
    if (!existsSync(join(webFolder, 'sw.js'))) throw problems.notFound();
    await reply.header('cache-control', 'no-cache').sendFile('sw.js', { cacheControl: false });
  }

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
 * Serves the built files. Like every plugin, it must be registered before the application's `init`. Otherwise Fastify starts without the
 * handler that turns its own errors into problem documents.
 */
export async function serveAssets(application: NestFastifyApplication): Promise<void> {
  if (!existsSync(webFolder)) return;
  await application.register(fastifyStatic, {
    root: webFolder,
    wildcard: false,
    globIgnore: ['sw.js'],
    index: false,
    // The build writes a compressed copy beside each file.
    preCompressed: true,
    // A file's name contains a hash of its content, so the file never changes.
    cacheControl: true,
    immutable: true,
    maxAge: '365d',
  });
}
