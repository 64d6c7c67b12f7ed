import type { Actor } from '../../src/events/actor.js';
import { isIn, unknownEvent, type RecordedDomainEvent } from '../../src/events/domain-event.js';
import { asJson } from '../../src/basics/json.js';
import { compareVersions, rowsOf } from '../../src/questionnaire/questionnaire.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';

/** A published version, without its content: that is immutable, so it is read from the log. `_id` is the version. */
export interface QuestionnaireDocument extends Document {
  readonly version: string;
  readonly fiscalYear: number;
  readonly titleTh: string;
  readonly titleEn: string;
  /** Standard rows over all aspects. */
  readonly rows: number;
  readonly publishedAt: string;
  readonly by: Actor;
}

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!isIn(event, 'questionnaire')) return [];
  switch (event.type) {
    case 'QuestionnairePublished': {
      const { version, fiscalYear, titleTh, titleEn, aspects } = event.data.questionnaire;
      const { time, actor } = event.metadata;
      const rows = aspects.flatMap(rowsOf).length;
      const set = { version, fiscalYear, titleTh, titleEn, rows, publishedAt: time, by: asJson(actor) };
      return [{ id: version, set }];
    }
    default:
      return unknownEvent(event);
  }
};

export const questionnaires: Projection = {
  name: 'questionnaires',
  version: 1,
  indexes: [['fiscalYear']],
  project,
};

const collection = collectionName(questionnaires);

/** The oldest version first. */
export const listQuestionnaires = async (store: ReadStore): Promise<readonly QuestionnaireDocument[]> =>
  inOrder(await store.find<QuestionnaireDocument>(collection, {}, { sort: { fiscalYear: 1 } }));

/** The latest version made for the year; undefined if there is none. */
export const latestVersionFor = async (store: ReadStore, fiscalYear: number): Promise<string | undefined> =>
  inOrder(await store.find<QuestionnaireDocument>(collection, { fiscalYear })).at(-1)?.version;

const inOrder = (found: readonly QuestionnaireDocument[]): readonly QuestionnaireDocument[] =>
  found.toSorted((one, other) => compareVersions(one.version, other.version));
