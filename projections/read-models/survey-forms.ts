import { unknownEvent, type RecordedDomainEvent, type RecordedIn } from '../../src/events/domain-event.js';
import { isAbout } from '../../src/events/event-types.js';
import { asJson, type JsonObject, type JsonValue } from '../../src/basics/json.js';
import type { Answer } from '../../src/questionnaire/answer.js';
import type { ObjectionNote } from '../../src/events/survey-events.js';
import type { Actor } from '../../src/events/actor.js';
import { collectionName } from '../engine/collection-name.js';
import { pathStep } from '../engine/path-step.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStoreQueries } from '../read-store/read-store.js';

/** What was recorded, when, by whom, and at which revision of the survey's stream. */
export interface Trace {
  readonly at: string;
  readonly by: Actor;
  readonly revision: string;
}

export interface FormCertification extends Trace {
  readonly fingerprint: string;
  /** What the LAO says about objections that it did not correct. */
  readonly notes: readonly ObjectionNote[];
}

export interface FormReturn {
  /** Revision of the `LaoCertified` that was returned. */
  readonly certifiedRevision: string;
  readonly reason: string;
  readonly rows: readonly { readonly rowId: string; readonly note: string | null }[];
  readonly at: string;
}

export type SurveyStatus = 'not-certified' | 'certified' | 'returned';

/** The form of one LAO in one year. Standard rows are keyed by the questionnaire's ids. A cleared answer is null. */
export interface SurveyForm extends Document {
  readonly fiscalYear: number;
  readonly laoCode: string;
  /** Last revision of the survey's own stream; null before its first event. */
  readonly revision: string | null;
  readonly answers: { readonly [rowId: string]: Trace & { readonly answer: Answer | null } };
  readonly addedRows: {
    readonly [rowId: string]: Trace & {
      readonly aspectId: string;
      readonly groupId: string;
      readonly title: string;
      /** The revision that corrected the title; null while it is the first one. */
      readonly renamed: string | null;
    };
  };
  readonly savedAspects: { readonly [aspectId: string]: Trace };
  /** The certification in force; null before certification and after a return. */
  readonly certification: FormCertification | null;
  /** The last return. It is in force while the status says so; after that it shows what the LAO had to correct. */
  readonly returned: FormReturn | null;
  readonly status: SurveyStatus;
  readonly lastActivityAt: string | null;
}

const formId = (fiscalYear: number, laoCode: string): string => `${fiscalYear}.${laoCode}`;

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!isAbout(event, 'answers', 'certification')) return [];
  switch (event.type) {
    case 'AnswerRecorded': {
      const step = pathStep(event.data.rowId);
      const answer = event.data.answer as JsonObject | null;
      return surveyWrite(event, { [`answers.${step}`]: { answer, ...traceOf(event) } });
    }
    case 'RowAdded': {
      const { aspectId, groupId, rowId, title } = event.data;
      return surveyWrite(event, {
        [`addedRows.${pathStep(rowId)}`]: {
          aspectId,
          groupId,
          title,
          renamed: null,
          ...traceOf(event),
        },
      });
    }
    case 'RowRenamed': {
      const row = `addedRows.${pathStep(event.data.rowId)}`;
      const renamed = event.revision.toString();
      return surveyWrite(event, { [`${row}.title`]: event.data.title, [`${row}.renamed`]: renamed });
    }
    case 'RowRemoved': {
      const step = pathStep(event.data.rowId);
      return surveyWrite(event, {}, [`addedRows.${step}`, `answers.${step}`]);
    }
    case 'AspectSaved':
      return surveyWrite(event, { [`savedAspects.${pathStep(event.data.aspectId)}`]: traceOf(event) });
    case 'LaoCertified':
      return surveyWrite(event, {
        certification: {
          fingerprint: event.data.fingerprint,
          notes: asJson(event.data.notes),
          ...traceOf(event),
        },
        status: 'certified',
      });
    case 'LaoReturned': {
      const { laoCode, certifiedRevision, reason } = event.data;
      const rows = event.data.rows.map(({ rowId, note }) => ({ rowId, note: note ?? null }));
      const { fiscalYear } = event.subject;
      const at = event.metadata.time;
      const returned = { certifiedRevision, reason, rows, at };
      const set = { certification: null, returned, status: 'returned', lastActivityAt: at };
      return [{ id: formId(fiscalYear, laoCode), set }];
    }
    case 'ProvinceCertified':
    case 'ProvinceCertificationRevoked':
      return [];
    default:
      return unknownEvent(event);
  }
};

const traceOf = ({ metadata: { time, actor }, revision }: RecordedDomainEvent) => ({
  at: time,
  by: asJson(actor),
  revision: revision.toString(),
});

const surveyWrite = (
  event: RecordedIn<'survey'>,
  changes: { [path: string]: JsonValue },
  unset?: readonly string[],
): readonly Write[] => {
  const { fiscalYear, laoCode } = event.subject;
  changes['fiscalYear'] = fiscalYear;
  changes['laoCode'] = laoCode;
  changes['revision'] = event.revision.toString();
  changes['lastActivityAt'] = event.metadata.time;
  const id = formId(fiscalYear, laoCode);
  return [unset ? { id, set: changes, unset } : { id, set: changes }];
};

export const surveyForms: Projection = { name: 'survey_forms', version: 3, indexes: [], project };

const blankForm = (fiscalYear: number, laoCode: string): SurveyForm => ({
  _id: formId(fiscalYear, laoCode),
  fiscalYear,
  laoCode,
  revision: null,
  answers: {},
  addedRows: {},
  savedAspects: {},
  certification: null,
  returned: null,
  status: 'not-certified',
  lastActivityAt: null,
});

/** The current form; a blank one if the LAO has not started. */
export const surveyForm = async (
  store: ReadStoreQueries,
  fiscalYear: number,
  laoCode: string,
): Promise<SurveyForm> => {
  const blank = blankForm(fiscalYear, laoCode);
  const recorded = await store.findById<SurveyForm>(collectionName(surveyForms), blank._id);
  return { ...blank, ...recorded };
};

/** Several forms of one year, keyed by LAO code, including blank ones. */
export const formsOf = async (
  store: ReadStoreQueries,
  fiscalYear: number,
  laoCodes: readonly string[],
): Promise<ReadonlyMap<string, SurveyForm>> => {
  const ids = laoCodes.map((laoCode) => formId(fiscalYear, laoCode));
  const recorded = await store.find<SurveyForm>(collectionName(surveyForms), { _id: { oneOf: ids } });
  const forms = new Map(laoCodes.map((laoCode) => [laoCode, blankForm(fiscalYear, laoCode)]));
  for (const form of recorded) forms.set(form.laoCode, { ...forms.get(form.laoCode)!, ...form });
  return forms;
};
