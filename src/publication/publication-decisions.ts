import type { QuestionnaireEvent } from '../events/questionnaire-events.js';
import { problems } from '../problems/catalogue.js';
import { faultWords } from '../questionnaire/fault-words.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { isVersion, questionnaireFaults } from '../questionnaire/questionnaire-faults.js';
import type { Publication } from './publication.js';

/** Problem `invalid-questionnaire` with every fault, in words of both languages. */
const invalid = (document: unknown) =>
  problems.invalidQuestionnaire(
    questionnaireFaults(document).map((fault) => ({
      ...fault,
      th: faultWords(fault, 'th'),
      en: faultWords(fault, 'en'),
    })),
  );

/** The version that a document states: it names the stream. @throws Problem `invalid-questionnaire`. */
export const versionOf = (document: unknown): string => {
  const { version } = (document ?? {}) as { readonly version?: unknown };
  if (!isVersion(version)) throw invalid(document);
  return version;
};

/**
 * Publishes a document as a version, for good: rounds pin it, and answers name its rows.
 * @param countsFrom of a version that an upgrade takes from a file; see `QuestionnairePublished`
 */
export const decidePublishQuestionnaire = (
  publication: Publication | undefined,
  document: unknown,
  countsFrom?: string,
): readonly QuestionnaireEvent[] => {
  if (questionnaireFaults(document).length > 0) throw invalid(document);
  const questionnaire = document as Questionnaire;
  if (publication) throw problems.questionnairePublished(questionnaire.version, publication.at);
  const data = countsFrom === undefined ? { questionnaire } : { questionnaire, countsFrom };
  return [{ type: 'QuestionnairePublished', data }];
};
