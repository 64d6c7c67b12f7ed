import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { KeptCheckpoint } from '../checkpoints/checkpoints.js';
import { faultWording } from '../faults/fault-wording.js';
import type { LogFault } from '../faults/log-fault.js';

/** Upper bound for a size parameter. No log has more events. */
const LARGEST_LOG = 2 ** 40;

export class InclusionQuery {
  @ApiProperty({ description: 'Log position of the event.', example: '42' })
  @Matches(/^\d{1,19}$/)
  position!: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Size of a checkpoint. Default: the latest.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_LOG)
  size?: number;
}

export class ConsistencyQuery {
  @ApiProperty({ type: 'integer', description: 'Events in the earlier log.' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_LOG)
  from!: number;

  @ApiProperty({ type: 'integer', description: 'Events in the later log.' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_LOG)
  to!: number;
}

export class CheckpointView {
  @ApiProperty({ type: 'integer', description: 'Events that it attests.' }) size!: number;
  @ApiProperty({ description: 'Root of the Merkle tree (RFC 9162), base64.' }) root!: string;
  @ApiProperty({ format: 'date-time' }) time!: string;
  @ApiProperty({ description: 'Log position of the last event.' }) position!: string;
  @ApiProperty({ description: 'The signed note, as c2sp.org/tlog-checkpoint.' }) note!: string;
}

export class CheckpointList {
  @ApiProperty({ type: [CheckpointView], description: 'Newest first.' }) items!: CheckpointView[];
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) page!: number;
  @ApiProperty({ type: 'integer' }) pageSize!: number;
}

export class CheckpointKeyView {
  @ApiProperty({ description: 'The Ed25519 public key, PEM.' }) publicKey!: string;
  @ApiProperty({ description: 'The same as the tools of signed notes take it.' }) verifierKey!: string;
}

export class InclusionProofView {
  @ApiProperty({ type: 'integer', description: 'Place of the event among all, from 0.' }) index!: number;
  @ApiProperty({ type: 'integer', description: 'Events in the tree.' }) size!: number;
  @ApiProperty({ description: 'SHA-256 of a zero byte and the 32 bytes of the event’s `hash`; base64.' })
  leafHash!: string;
  @ApiProperty({ description: 'Base64.' }) root!: string;
  @ApiProperty({ type: [String], description: 'RFC 9162, 2.1.3; base64.' }) proof!: string[];
}

export class ConsistencyProofView {
  @ApiProperty({ type: 'integer' }) from!: number;
  @ApiProperty({ description: 'Base64.' }) fromRoot!: string;
  @ApiProperty({ type: 'integer' }) to!: number;
  @ApiProperty({ description: 'Base64.' }) toRoot!: string;
  @ApiProperty({ type: [String], description: 'RFC 9162, 2.1.4; base64.' }) proof!: string[];
}

class FaultView {
  @ApiProperty({
    enum: ['altered', 'missing', 'reordered', 'inserted', 'taken-away', 'cut', 'diverged', 'checkpoint'],
  })
  kind!: LogFault['kind'];
  @ApiProperty({ type: String, nullable: true, description: 'Of the event in its stream.' })
  revision!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'In the log; null for a missing event.' })
  position!: string | null;
  @ApiProperty({ description: 'In Thai.' }) th!: string;
  @ApiProperty({ description: 'In English.' }) en!: string;
}

export class VerificationView {
  @ApiProperty({ example: 'survey-2565.03120102' }) stream!: string;
  @ApiProperty({ type: Boolean, description: 'Nothing was altered, as far as can be known.' })
  intact!: boolean;
  @ApiProperty({ type: FaultView, nullable: true, description: 'The first thing that is wrong.' })
  fault!: FaultView | null;
  @ApiProperty({ type: 'integer', description: 'Events in the stream.' }) events!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Link of the last event, recomputed; hex.' })
  hash!: string | null;
  @ApiProperty({ type: CheckpointView, nullable: true, description: 'The latest.' })
  checkpoint!: CheckpointView | null;
  @ApiProperty({ type: 'integer', description: 'How many of the events it attests.' }) attested!: number;
  @ApiProperty({ type: InclusionProofView, nullable: true, description: 'Of the last of those.' })
  inclusion!: InclusionProofView | null;
}

export const checkpointView = ({ size, root, time, position, note }: KeptCheckpoint): CheckpointView => ({
  size,
  root: root.toString('base64'),
  time,
  position: position.toString(),
  note,
});

export const faultView = (fault: LogFault): FaultView => ({
  kind: fault.kind,
  revision: 'revision' in fault ? fault.revision.toString() : null,
  position: 'position' in fault ? (fault.position?.toString() ?? null) : null,
  ...faultWording(fault),
});
