import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../basics/clock.js';
import { Allow } from '../../identity/policy.js';
import { ApiProblems } from '../../http/api-problems.js';
import { PagingQuery } from '../../http/paging.js';
import { problems } from '../../problems/catalogue.js';
import { AuditRead } from '../../access-log/audit-read.js';
import { ORIGIN } from '../checkpoints/checkpoint.js';
import { publicKeyPem } from '../checkpoints/checkpoint-key.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import {
  CheckpointKeyView,
  CheckpointList,
  checkpointView,
  CheckpointView,
  ConsistencyProofView,
  ConsistencyQuery,
  InclusionProofView,
  InclusionQuery,
} from './evidence-views.js';
import { faultWording } from '../faults/fault-wording.js';
import { LogTampered, Notary } from '../signing/notary.js';
import { OnDemand } from './on-demand.js';
import { Proofs } from './proofs.js';
import { verifierKey } from '../checkpoints/signed-note.js';

const auditors = { roles: ['auditor', 'admin'] } as const;

/**
 * Checkpoints, which attest the whole log. An auditor may ask for a new one, to attest today's events before an export.
 * It changes no recorded event.
 */
@ApiTags('audit')
@ApiProblems()
@Controller('api/audit')
export class CheckpointController {
  private readonly onDemand: OnDemand;

  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly notary: Notary,
    private readonly proofs: Proofs,
    clock: Clock,
  ) {
    this.onDemand = new OnDemand(clock);
  }

  @Get('checkpoints')
  @Allow(auditors)
  @ApiOkResponse({ type: CheckpointList })
  async list(@Query() { page, pageSize }: PagingQuery): Promise<CheckpointList> {
    const sizes = await this.checkpoints.sizes();
    const shown = sizes.toReversed().slice((page - 1) * pageSize, page * pageSize);
    const items = await Promise.all(
      shown.map(async (size) => checkpointView(await this.checkpoints.open(size))),
    );
    return { items, total: sizes.length, page, pageSize };
  }

  @Post('checkpoints')
  @Allow(auditors)
  @ApiCreatedResponse({
    type: CheckpointView,
    description: 'The last one when nothing has come since. 429 after 60 new ones in an hour.',
  })
  async attest(): Promise<CheckpointView> {
    this.onDemand.requireRoom();
    const { last } = this.notary;
    try {
      const checkpoint = await this.notary.attest();
      if (!checkpoint) throw problems.noCheckpoint();
      if (checkpoint.size !== last?.size) this.onDemand.made();
      return checkpointView(checkpoint);
    } catch (error) {
      if (error instanceof LogTampered) throw problems.logTampered(faultWording(error.fault));
      throw error;
    }
  }

  @Get('checkpoints/latest')
  @Allow(auditors)
  @ApiOkResponse({ type: CheckpointView })
  async latest(): Promise<CheckpointView> {
    const checkpoint = await this.checkpoints.latest();
    if (!checkpoint) throw problems.noCheckpoint();
    return checkpointView(checkpoint);
  }

  @Get('checkpoints/key')
  @Allow(auditors)
  @ApiOkResponse({ type: CheckpointKeyView })
  key(): CheckpointKeyView {
    const { publicKey } = this.checkpoints;
    return { publicKey: publicKeyPem(publicKey), verifierKey: verifierKey(ORIGIN, publicKey) };
  }

  @Get('proofs/inclusion')
  @Allow(auditors)
  @AuditRead('proof')
  @ApiOkResponse({ type: InclusionProofView })
  inclusion(@Query() query: InclusionQuery): Promise<InclusionProofView> {
    return this.proofs.inclusion(query);
  }

  @Get('proofs/consistency')
  @Allow(auditors)
  @AuditRead('proof')
  @ApiOkResponse({ type: ConsistencyProofView })
  consistency(@Query() query: ConsistencyQuery): Promise<ConsistencyProofView> {
    return this.proofs.consistency(query);
  }
}
