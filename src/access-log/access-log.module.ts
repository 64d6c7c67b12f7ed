import { Global, Module } from '@nestjs/common';
import { ListAuditReadsHandler } from './list-audit-reads.js';
import { AccessLogController } from './access-log.controller.js';
import { AuditReadRecorder } from './audit-read-recorder.js';

/** Global, so that `@AuditRead` works wherever audit data is shown. */
@Global()
@Module({
  controllers: [AccessLogController],
  providers: [AuditReadRecorder, ListAuditReadsHandler],
  exports: [AuditReadRecorder],
})
export class AccessLogModule {}
