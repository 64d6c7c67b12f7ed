import { Injectable } from '@nestjs/common';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { questionnaireStream } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { isVersion } from '../questionnaire/questionnaire-faults.js';
import { publicationModel, type Publication } from './publication.js';

/** The published versions, from the log. A published version never changes, so each is read once and stays in the cache of streams. */
@Injectable()
export class QuestionnaireLibrary {
  constructor(private readonly decideAndAppend: DecideAndAppend) {}

  /** Undefined for a version that is not published. */
  async publication(version: string): Promise<Publication | undefined> {
    if (!isVersion(version)) return undefined;
    return (await this.decideAndAppend.recall(questionnaireStream(version), publicationModel, 0n)).state;
  }

  async find(version: string): Promise<Questionnaire | undefined> {
    return (await this.publication(version))?.questionnaire;
  }

  /** @throws Problem `unknown-questionnaire`. */
  async require(version: string): Promise<Questionnaire> {
    const questionnaire = await this.find(version);
    if (!questionnaire) throw problems.unknownQuestionnaire(version);
    return questionnaire;
  }
}
