import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Controller, Get, Module, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import fastifyStatic from '@fastify/static';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/policy.js';
import { problems } from '../problems/catalogue.js';

/** The built front end; absent when only the API was built. */
const webFolder = resolve('dist/web');

/** What belongs to the API: an unknown address there is a problem document, never a page. */
const reserved = /^\/(?:api|auth|health|metrics|assets)(?:[/?]|$)/;

/** Any other address is a page of the front end, which routes by itself. */
@ApiExcludeController()
@Controller()
@Public()
export class WebController {
  @Get(['/', '/*'])
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (reserved.test(request.url) || !existsSync(join(webFolder, 'index.html'))) throw problems.notFound();
    await reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
  }
}

@Module({ controllers: [WebController] })
export class WebModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  async onModuleInit(): Promise<void> {
    if (!existsSync(webFolder)) return;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Hashed names: a file of that name never changes.
    await fastify.register(fastifyStatic, {
      root: webFolder,
      wildcard: false,
      // The build leaves a compressed copy beside each file.
      preCompressed: true,
      index: false,
      cacheControl: true,
      immutable: true,
      maxAge: '365d',
    });
  }
}
