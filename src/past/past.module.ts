import { Global, Module } from '@nestjs/common';
import { Past } from './past.js';
import { Points } from './points.js';

/** Provides the past to all modules that answer queries. */
@Global()
@Module({ providers: [Points, Past], exports: [Past] })
export class PastModule {}
