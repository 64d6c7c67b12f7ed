import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { campaignModel, type Publication } from '../campaign/campaign.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { EventStore } from '../event-store/event-store.js';
import { systemActor } from '../events/actor.js';
import { campaignStream } from '../events/streams.js';
import { Notary } from '../evidence/signing/notary.js';
import { Past } from '../past/past.js';
import { problems } from '../problems/catalogue.js';
import { FORMAT, PublicationFiles } from './publication-files.js';
import { decidePublishResults, decideRecordFiles } from './publish-decisions.js';

export class PublishResultsBody {
  @ApiProperty({ description: 'What the department says about the results. It is shown to the public.' })
  @IsString()
  note!: string;
}

export class PublishResults extends Command<CommandResult> {
  constructor(
    readonly fiscalYear: number,
    readonly body: PublishResultsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(PublishResults)
export class PublishResultsHandler implements ICommandHandler<PublishResults> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly eventStore: EventStore,
    private readonly past: Past,
    private readonly files: PublicationFiles,
    private readonly notary: Notary,
  ) {}

  /**
   * The act is recorded first, with the position of the log. Then the files are made, and their hashes recorded and signed. What a crash
   * leaves out, the same command sent again completes, and so does a new publication.
   */
  async execute({ fiscalYear, body, context }: PublishResults): Promise<CommandResult> {
    const target = { stream: campaignStream(fiscalYear), model: campaignModel };
    const command = { name: PublishResults.name, content: { fiscalYear, ...body } };
    const act = await this.decideAndAppend.execute(target, command, context, async ({ state }, now) => {
      const head = { kind: 'position', position: (await this.eventStore.head()) ?? -1n } as const;
      const { position, time } = await this.past.points.find(head);
      const publication = { position: position.toString(), time, note: body.note };
      return decidePublishResults(state, fiscalYear, publication, now);
    });
    const { state } = await this.decideAndAppend.load(target.stream, campaignModel);
    const publication = state?.publications.find(({ revision }) => revision === act.revision);
    if (!publication) throw problems.concurrentChange();
    const recorded = await this.record(fiscalYear, publication, context.correlationId);
    await this.notary.attest();
    return resultOf(recorded);
  }

  private async record(fiscalYear: number, { revision, position, time }: Publication, correlationId: string) {
    const target = { stream: campaignStream(fiscalYear), model: campaignModel };
    const publication = revision.toString();
    const command = { name: 'RecordResultFiles', content: { fiscalYear, publication } };
    const context = { actor: systemActor, correlationId, idempotencyKey: `result-files-${publication}` };
    return this.decideAndAppend.execute(target, command, context, async ({ state }) => {
      const files = await this.files.make({ fiscalYear, position });
      return decideRecordFiles(state, fiscalYear, { publication, position, time, format: FORMAT, files });
    });
  }
}
