import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { JsonObject } from '../basics/json.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { questionnaireStream } from '../events/streams.js';
import { publicationModel } from './publication.js';
import { decidePublishQuestionnaire, versionOf } from './publication-decisions.js';

/** Publishes a document as a version of the questionnaire. `countsFrom`: see `QuestionnairePublished`. */
export class PublishQuestionnaire extends Command<CommandResult> {
  constructor(
    readonly document: JsonObject,
    readonly context: CommandContext,
    readonly countsFrom?: string,
  ) {
    super();
  }
}

@CommandHandler(PublishQuestionnaire)
export class PublishQuestionnaireHandler implements ICommandHandler<PublishQuestionnaire> {
  constructor(private readonly decideAndAppend: DecideAndAppend) {}

  async execute({ document, context, countsFrom }: PublishQuestionnaire): Promise<CommandResult> {
    const target = { stream: questionnaireStream(versionOf(document)), model: publicationModel };
    const command = { name: PublishQuestionnaire.name, content: document };
    return resultOf(
      await this.decideAndAppend.execute(target, command, context, ({ state }) =>
        decidePublishQuestionnaire(state, document, countsFrom),
      ),
    );
  }
}
