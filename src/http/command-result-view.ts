import { ApiProperty } from '@nestjs/swagger';
import type { CommandResult } from '../commands/command-context.js';

export class CommandResultView implements CommandResult {
  @ApiProperty({ description: 'Last revision of the stream that the command wrote.', example: '13' })
  revision!: string;

  @ApiProperty({
    description: 'Place in the log; give it as `after` to read what was just written.',
    example: '42',
  })
  position!: string;
}
