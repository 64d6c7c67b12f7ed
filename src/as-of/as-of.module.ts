import { Global, Module } from '@nestjs/common';
import { NationalPast } from './national-past.js';
import { Past } from './past.js';
import { Snapshots } from './snapshots.js';

/** Gives every room that answers questions the past to answer them from. */
@Global()
@Module({
  providers: [{ provide: Snapshots, useFactory: () => new Snapshots() }, NationalPast, Past],
  exports: [NationalPast, Past],
})
export class AsOfModule {}
