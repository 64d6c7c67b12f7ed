import type { SurveyForm } from '../../projections/read-models/survey-forms.js';
import { composeForm } from '../../src/form/compose-form.js';
import type { FormView } from '../../src/form/form-view.js';
import type { Answer } from '../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../src/questionnaire/questionnaire.js';

interface Content {
  readonly revision?: string;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly addedRows?: Readonly<
    Record<string, { readonly aspectId: string; readonly groupId: string; readonly title: string }>
  >;
}

const by = { sub: 'clerk', role: 'lao' } as const;
const at = '2022-11-07T02:00:00.000Z';

/** The form of one LAO of the pilot, with these answers. */
export const formView = (
  questionnaire: Questionnaire,
  { revision = '-1', answers = {}, addedRows = {} }: Content = {},
): FormView => {
  const form: SurveyForm = {
    _id: '2565.03120102',
    fiscalYear: 2565,
    laoCode: '03120102',
    revision,
    answers: mapped(answers, (answer) => ({ answer, at, by, revision })),
    addedRows: mapped(addedRows, (row) => ({ ...row, renamed: null, at, by, revision })),
    savedAspects: {},
    certification: null,
    returned: null,
    status: 'not-certified',
    lastActivityAt: null,
  };
  const province = { code: '12', name: 'นนทบุรี', nameEn: 'Nonthaburi' };
  return composeForm(form, {
    lao: {
      ...{ code: '03120102', name: 'ทม.บางศรีเมือง', nameEn: '', officialName: 'เทศบาลเมืองบางศรีเมือง' },
      ...{ type: 'town-municipality', province, district: { code: '1201', name: 'เมืองนนทบุรี', nameEn: '' } },
    },
    withdrawn: null,
    predecessors: [],
    questionnaire,
    campaign: { state: 'open', opensAt: at, closesAt: at, closedAt: null },
    provinceCertifiedAt: null,
  });
};

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
