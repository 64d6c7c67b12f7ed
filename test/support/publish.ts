import type { CommandContext } from '../../src/commands/command-context.js';
import type { DecideAndAppend } from '../../src/commands/decide-and-append.js';
import { questionnaireStream } from '../../src/events/streams.js';
import { problems } from '../../src/problems/catalogue.js';
import { Problem } from '../../src/problems/problem.js';
import { publicationModel } from '../../src/publication/publication.js';
import type { Questionnaire } from '../../src/questionnaire/questionnaire.js';

/** Records a version once, as a first start does. The form may be smaller than the rules of a real one allow. */
export const publishOnce = async (
  decideAndAppend: DecideAndAppend,
  questionnaire: Questionnaire,
  { idempotencyKey, ...context }: CommandContext,
): Promise<void> => {
  const { version } = questionnaire;
  const target = { stream: questionnaireStream(version), model: publicationModel };
  const command = { name: 'PublishQuestionnaire', content: { version } };
  const key = idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey} publish` };
  try {
    await decideAndAppend.execute(target, command, { ...context, ...key }, ({ state }) => {
      if (state) throw problems.questionnairePublished(version, state.at);
      return [{ type: 'QuestionnairePublished', data: { questionnaire } }];
    });
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'questionnaire-published')) throw error;
  }
};
