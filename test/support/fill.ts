import {
  answerFields,
  fieldNames,
  isAsked,
  type Answer,
  type AnswerField,
  type FieldContent,
  type FieldDescription,
} from '../../src/questionnaire/answer.js';
import type { FormView, RowView } from '../../src/form/form-view.js';
import type { Client } from './sign-in.js';

/** A complete answer to every row of an aspect, some มี and some ไม่มี, the same every time. */
export const completeAnswers = (
  rows: readonly Pick<RowView, 'id' | 'kind'>[],
): { readonly [rowId: string]: Answer } =>
  Object.fromEntries(rows.map(({ id, kind }, index) => [id, completeAnswer(kind, index)]));

export const completeAnswer = (kind: RowView['kind'], index: number): Answer => {
  if (index % 3 === 1) return { hasEService: false, isNeeded: index % 2 === 0 };
  const fields = fieldNames.filter((field) => answerFields[field].branch !== false && asks(kind, field));
  return Object.fromEntries(fields.map((field) => [field, contentOf(answerFields[field], index)])) as Answer;
};

const chosen = {
  choices: ['public-lighting', 'other'],
  steps: ['submit-request', 'pay'],
  channels: ['website', 'other'],
};

const asks = (kind: RowView['kind'], field: AnswerField): boolean =>
  isAsked({ steps: [], channels: [], choices: kind === 'multi-choice' ? [] : undefined }, field);

const contentOf = (description: FieldDescription, index: number): FieldContent => {
  switch (description.kind) {
    case 'yes-no':
      return true;
    case 'choices':
      return chosen[description.offers];
    case 'text':
      return 'โทรศัพท์';
    case 'texts':
      return ['น้ำท่วมขัง'];
    case 'count':
      return 100 + index;
  }
};

/** The answer's body. @throws Error with the server's answer when it is an error. */
export const expectOk = async <Body>(response: Response): Promise<Body> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as Body;
};

export interface Written {
  readonly revision: string;
  readonly position: string;
}

export const surveyPath = (laoCode: string, fiscalYear = 2565): string =>
  `/api/surveys/${fiscalYear}/${laoCode}`;

export const readForm = async (client: Client, laoCode: string, fiscalYear = 2565): Promise<FormView> =>
  expectOk<FormView>(await client.get(surveyPath(laoCode, fiscalYear)));

/** Answers every row and saves all aspects in order, as the LAO's own staff would. */
export const fillSurvey = async (client: Client, laoCode: string, fiscalYear = 2565): Promise<Written> => {
  const form = await readForm(client, laoCode, fiscalYear);
  const path = surveyPath(laoCode, fiscalYear);
  let written: Written = { revision: form.revision, position: '0' };
  for (const aspect of form.aspects) {
    const saved = await client.put(
      `${path}/aspects/${aspect.id}`,
      { answers: completeAnswers(aspect.rows) },
      { 'if-match': `"${written.revision}"` },
    );
    written = await expectOk<Written>(saved);
  }
  return written;
};

export const fillAndCertify = async (
  client: Client,
  laoCode: string,
  fiscalYear = 2565,
): Promise<Written> => {
  await fillSurvey(client, laoCode, fiscalYear);
  return expectOk<Written>(await client.post(`${surveyPath(laoCode, fiscalYear)}/certification`));
};
