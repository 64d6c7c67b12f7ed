import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import type { FormView } from '../src/form/form-view.js';
import { composeForm } from '../src/form/compose-form.js';
import { MAX_ADDED_ROWS } from '../src/questionnaire/questionnaire.js';
import { readWorkbook } from '../src/spreadsheet/read-workbook.js';
import { readForm } from '../src/workbook/read-form.js';
import { writeFormWorkbook } from '../src/workbook/write-form.js';

const ROUNDS = 20;
const [questionnaire] = loadQuestionnaires('data');
const at = '2022-11-07T02:00:00.000Z';
const trace = { at, by: { sub: 'clerk', role: 'lao' as const }, revision: '1' };

/** The largest form: every row answered, and as many added rows as a form takes. */
const largestForm = (): FormView => {
  const steps = questionnaire!.processSteps.map(({ id }) => id);
  const channels = questionnaire!.channels.map(({ id }) => id);
  const answer = { hasEService: true, steps, channels, otherChannel: 'ก'.repeat(200), yearlyUsers: 1234 };
  const standard = questionnaire!.aspects.flatMap(({ groups }) => groups.flatMap(({ rows }) => rows));
  const own = Array.from({ length: MAX_ADDED_ROWS }, (_, index) => `own-${index}`);
  const [aspect] = questionnaire!.aspects;
  const place = { aspectId: aspect!.id, groupId: aspect!.groups[0]!.id };
  const named = { code: '03120102', name: 'เทศบาลนครนนทบุรี', nameEn: '' };
  return composeForm(
    {
      ...{ _id: '2565.03120102', fiscalYear: 2565, laoCode: '03120102', revision: '1' },
      answers: Object.fromEntries(
        [...standard.map(({ id }) => id), ...own].map((id) => [id, { answer, ...trace }]),
      ),
      addedRows: Object.fromEntries(
        own.map((id) => [id, { ...place, title: `งานบริการ ${id}`, renamed: null, ...trace }]),
      ),
      ...{
        savedAspects: {},
        certification: null,
        returned: null,
        status: 'not-certified',
        lastActivityAt: null,
      },
    },
    {
      lao: {
        ...named,
        officialName: named.name,
        type: 'city-municipality',
        province: named,
        district: named,
      },
      ...{ withdrawn: null, predecessors: [], questionnaire: questionnaire! },
      campaign: { state: 'open', opensAt: at, closesAt: at, closedAt: null },
      provinceCertifiedAt: null,
    },
  );
};

/** Milliseconds that the upload of the largest form takes to be read and compared, and its bytes. */
export const measureUploads = async (): Promise<{
  readonly times: readonly number[];
  readonly bytes: number;
}> => {
  const form = largestForm();
  const file = await writeFormWorkbook(form, questionnaire!);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const sheets = await readWorkbook(file);
    const { rows, faults } = readForm(sheets, { questionnaire: questionnaire!, base: form, now: form });
    if (rows.length + faults.length > 0) throw new Error('the form came back with a difference');
    times.push(performance.now() - start);
  }
  return { times, bytes: file.length };
};
