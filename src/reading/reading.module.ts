import { Global, Module } from '@nestjs/common';
import { ListReadingsHandler } from './list-readings.js';
import { ReadingController } from './reading.controller.js';
import { ReadingRecorder } from './reading-recorder.js';

/** Global, so that `@AuditRead` works wherever audit data is shown. */
@Global()
@Module({
  controllers: [ReadingController],
  providers: [ReadingRecorder, ListReadingsHandler],
  exports: [ReadingRecorder],
})
export class ReadingModule {}
