import { ApiProperty } from '@nestjs/swagger';
import type { Role } from '../events/actor.js';

/** The person who acted, as screens show it. */
export class ActorView {
  @ApiProperty() sub!: string;
  @ApiProperty({ enum: ['lao', 'province', 'auditor', 'admin', 'system'] }) role!: Role;
  @ApiProperty({
    required: false,
    description: 'Kept outside the log; absent when it is not known or was erased.',
  })
  name?: string;
  @ApiProperty({ required: false }) laoCode?: string;
  @ApiProperty({ required: false }) provinceCode?: string;
}
