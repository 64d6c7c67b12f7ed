import type { FormAsOf } from '../../projections/read-models/answers.js';
import type { LaoStatus } from '../../projections/read-models/lao-statuses.js';
import type { ProvinceStatus } from '../../projections/read-models/province-statuses.js';
import { formContent } from '../form/compose-form.js';
import { judgeAspect } from '../form/completeness.js';
import { contentOf, fieldNames, type AnswerField } from '../questionnaire/answer.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import type { Cell } from './flat.js';

/** One LAO at a point in the log: its place in the roster, its state and its form. */
export interface LaoResult {
  readonly province: ProvinceStatus;
  readonly status: LaoStatus;
  readonly form: FormAsOf;
}

/** The columns of an LAO, the same on each of its rows. */
export const laoFields = (
  { province, status, form }: LaoResult,
  { version }: Questionnaire,
): Readonly<Record<LaoField, Cell>> => ({
  fiscalYear: status.fiscalYear,
  region: province.region,
  provinceCode: status.provinceCode,
  province: province.name,
  districtCode: status.districtCode,
  district: status.district,
  laoCode: status.laoCode,
  lao: status.name,
  laoOfficialName: status.officialName,
  laoType: status.type,
  withdrawn: !status.asked,
  successorCode: status.successorCode,
  status: status.status,
  certifiedAt: status.certifiedAt,
  certifiedBy: (status.status === 'certified' && form.certified?.by) || null,
  fingerprint: status.fingerprint,
  lastActivityAt: status.lastActivityAt,
  revision: Number(form.revision ?? -1),
  questionnaireVersion: version,
});

export type LaoField =
  | 'fiscalYear'
  | 'region'
  | 'provinceCode'
  | 'province'
  | 'districtCode'
  | 'district'
  | 'laoCode'
  | 'lao'
  | 'laoOfficialName'
  | 'laoType'
  | 'withdrawn'
  | 'successorCode'
  | 'status'
  | 'certifiedAt'
  | 'certifiedBy'
  | 'fingerprint'
  | 'lastActivityAt'
  | 'revision'
  | 'questionnaireVersion';

export type RowField =
  | 'aspectId'
  | 'aspect'
  | 'groupId'
  | 'rowId'
  | 'row'
  | 'standard'
  | 'rowState'
  | AnswerField
  | 'answeredAt'
  | 'answeredBy';

/** One row of one LAO's form. Unanswered rows are included: their answer is empty. */
export type AnswerRow = Readonly<Record<LaoField | RowField, Cell>>;

/** All rows of the form, in form order. */
export const answerRows = (lao: LaoResult, questionnaire: Questionnaire): readonly AnswerRow[] => {
  const fields = laoFields(lao, questionnaire);
  const content = formContent(lao.form);
  return questionnaire.aspects.flatMap((aspect) =>
    judgeAspect(questionnaire, aspect, content).rows.map((row) => {
      const trace = lao.form.answers[row.id];
      return {
        ...fields,
        aspectId: aspect.id,
        aspect: aspect.titleTh,
        groupId: row.groupId,
        rowId: row.id,
        row: row.title,
        standard: row.standard,
        rowState: row.state,
        ...answerCells(row.answer),
        answeredAt: trace?.at ?? null,
        answeredBy: trace?.by ?? null,
      };
    }),
  );
};

const answerCells = (answer: Parameters<typeof contentOf>[0]): Readonly<Record<AnswerField, Cell>> =>
  Object.fromEntries(fieldNames.map((field) => [field, contentOf(answer, field)])) as Record<
    AnswerField,
    Cell
  >;

/** The same answers on one line of the LAO: a column for each question of each standard row. */
export const wideRow = (
  lao: LaoResult,
  questionnaire: Questionnaire,
  questions: readonly RowQuestion[],
): Readonly<Record<string, Cell>> => {
  const row: Record<string, Cell> = { ...laoFields(lao, questionnaire) };
  for (const { id, rowId, field } of questions) row[id] = contentOf(lao.form.answers[rowId]?.answer, field);
  row['addedRows'] = Object.keys(lao.form.addedRows).length;
  return row;
};

/** One question of one standard row. */
export interface RowQuestion {
  readonly id: string;
  readonly rowId: string;
  readonly field: AnswerField;
}
