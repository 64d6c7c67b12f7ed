import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Configuration } from '../configuration/configuration.js';
import { LogWalk } from './log-walk.js';
import { NationalPast } from './national-past.js';
import { Past } from './past.js';
import { Points } from './points.js';
import { Snapshots } from './snapshots.js';

const snapshots = {
  provide: Snapshots,
  inject: [Configuration],
  useFactory: ({ dataDir }: Configuration) => new Snapshots(join(dataDir, 'snapshots')),
};

/** Provides the past to all modules that answer queries. */
@Global()
@Module({
  providers: [snapshots, LogWalk, Points, NationalPast, Past],
  exports: [LogWalk, Past],
})
export class PastModule {}
