import { Module } from '@nestjs/common';
import { ChangesSince } from '../changes/changes-since.js';
import { GetFormWorkbookHandler } from './get-form-workbook.js';
import { GetWorkbookDifferencesHandler } from './get-workbook-differences.js';
import { WorkbookController } from './workbook.controller.js';

/** A form as an Excel workbook, and back. */
@Module({
  controllers: [WorkbookController],
  providers: [ChangesSince, GetFormWorkbookHandler, GetWorkbookDifferencesHandler],
})
export class WorkbookModule {}
