import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from './questionnaire.js';

/** Every questionnaire version of a deployment: a campaign pins one, so a version must stay while its campaign is kept. */
export class QuestionnaireLibrary {
  private readonly byVersion: ReadonlyMap<string, Questionnaire>;

  constructor(questionnaires: readonly Questionnaire[]) {
    this.byVersion = new Map(questionnaires.map((questionnaire) => [questionnaire.version, questionnaire]));
  }

  get(version: string): Questionnaire | undefined {
    return this.byVersion.get(version);
  }

  /** @throws Problem `unknown-questionnaire`. */
  require(version: string): Questionnaire {
    const questionnaire = this.get(version);
    if (!questionnaire) throw problems.unknownQuestionnaire(version);
    return questionnaire;
  }

  /** Oldest first: `2565.2` before `2565.10`. */
  get versions(): readonly string[] {
    return [...this.byVersion.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  }

  latestFor(fiscalYear: number): Questionnaire | undefined {
    return this.versions
      .map((version) => this.byVersion.get(version))
      .findLast((questionnaire) => questionnaire?.fiscalYear === fiscalYear);
  }
}
