import { ApiProperty } from '@nestjs/swagger';
import { CommandResultView } from '../http/command-result-view.js';

export class RowAddedView extends CommandResultView {
  @ApiProperty({ format: 'uuid' }) rowId!: string;
}
