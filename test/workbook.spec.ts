import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormView } from '../src/form/form-view.js';
import { questionsOf, readAnswer, type Answer } from '../src/questionnaire/answer.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { rowsOf } from '../src/questionnaire/questionnaire.js';
import { readWorkbook } from '../src/spreadsheet/read-workbook.js';
import { readForm, type FormReading } from '../src/workbook/read-form.js';
import { readIdentity } from '../src/workbook/read-identity.js';
import { writeFormWorkbook } from '../src/workbook/write-form.js';
import { formView } from './support/form-views.js';
import { PROPERTY_TIME, propertyRuns } from './support/property-runs.js';
import { asExcelWrites, partsOf, placeOf, typed, workbookOf, type Edit } from './support/workbook-edits.js';

const questionnaire = loadQuestionnaires('data')[0]!;
const standardRows = questionnaire.aspects.flatMap(rowsOf);
const service = 'newborn-grant-registration';
const complaint = 'online-complaint-service';
const empty = '+child-and-youth';

const read = async (file: Uint8Array, base: FormView, now = base): Promise<FormReading> =>
  readForm(await readWorkbook(file), { questionnaire, base, now });
const blank = formView(questionnaire);
/** What a person sees after typing into the form's workbook. */
const afterTyping = async (edits: readonly Edit[], base = blank): Promise<FormReading> =>
  read(typed(await writeFormWorkbook(base, questionnaire), edits), base);
const typedInRow = (row: string, cells: Readonly<Record<string, string | number>>): readonly Edit[] =>
  Object.entries(cells).map(([column, text]) => ({ row, column, text }));
const faultsOf = ({ faults }: FormReading) => faults.map(({ code, cell, sheet }) => [code, sheet, cell]);

const words = fc.string({ unit: fc.constantFrom(...'กขคงจ่าัี๑ Az1-_x000D_<&"\'=+@ำ'), maxLength: 30 });
const ids = (items: readonly { readonly id: string }[]) => fc.subarray(items.map(({ id }) => id));
const sent = fc.record({
  hasEService: fc.boolean(),
  isNeeded: fc.option(fc.boolean()),
  steps: ids(questionnaire.processSteps),
  channels: ids(questionnaire.channels),
  otherChannel: words,
  yearlyUsers: fc.option(fc.nat(100_000_000)),
});
const choices = standardRows.find(({ id }) => id === complaint)!.choices!;
const complaints = fc.record({ choices: ids(choices), otherChoices: fc.array(words, { maxLength: 3 }) });
const anyAnswer = (row: (typeof standardRows)[number]): fc.Arbitrary<Answer | null> =>
  fc.tuple(sent, complaints).map(([raw, more]) => {
    const reading = readAnswer(questionsOf(questionnaire, row), row.choices ? { ...raw, ...more } : raw);
    return reading.answer ?? null;
  });
const anyForm = fc
  .tuple(
    fc.tuple(...standardRows.map((row) => fc.option(anyAnswer(row), { nil: null }))),
    fc.array(fc.tuple(fc.uuid(), words, anyAnswer(standardRows[0]!)), { maxLength: 4 }),
  )
  .map(([answers, added]) => {
    const groups = questionnaire.aspects.flatMap(({ id, groups: of }) =>
      of.map((group) => [id, group.id] as const),
    );
    const rows = added.filter(([, title]) => title.trim() !== '');
    return formView(questionnaire, {
      revision: '9',
      answers: Object.fromEntries([
        ...standardRows.flatMap(({ id }, index) => (answers[index] ? [[id, answers[index]] as const] : [])),
        ...rows.flatMap(([id, , answer]) => (answer ? [[id, answer] as const] : [])),
      ]),
      addedRows: Object.fromEntries(
        rows.map(([id, title], index) => {
          const [aspectId, groupId] = groups[index % groups.length]!;
          return [id, { aspectId, groupId, title: title.trim() }];
        }),
      ),
    });
  });

describe('a form as a workbook', () => {
  it(
    'comes back without a difference, whatever was answered, also as Excel writes it',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyForm, async (form) => {
          const file = await writeFormWorkbook(form, questionnaire);
          expect(await read(file, form)).toEqual({ rows: [], newRows: [], faults: [] });
          expect(await read(asExcelWrites(file), form)).toEqual({ rows: [], newRows: [], faults: [] });
        }),
        propertyRuns(8),
      );
    },
    PROPERTY_TIME,
  );

  it('has the same bytes for the same form, and says whose it is', async () => {
    const file = await writeFormWorkbook(blank, questionnaire);
    expect((await writeFormWorkbook(formView(questionnaire), questionnaire)).equals(file)).toBe(true);
    expect(readIdentity(await readWorkbook(file))).toEqual({
      fiscalYear: 2565,
      laoCode: '03120102',
      questionnaireVersion: '2565.1',
      revision: '-1',
    });
  });

  it('opens the cells of answers, and no other', async () => {
    const parts = partsOf(await writeFormWorkbook(blank, questionnaire));
    const sheet = parts['xl/worksheets/sheet2.xml']!;
    const unlocked = (ref: string): boolean => {
      const style = Number(new RegExp(`<c r="${ref}" s="(\\d+)"`).exec(sheet)![1]);
      const formats = /<cellXfs.*?<\/cellXfs>/s.exec(parts['xl/styles.xml']!)![0].split('<xf ').slice(1);
      return formats[style]!.includes('locked="0"');
    };
    expect(sheet).toContain('<sheetProtection sheet="1"');
    for (const column of ['hasEService', 'steps:pay', 'otherChannel', 'yearlyUsers']) {
      expect(unlocked(placeOf(parts, { row: service, column }).ref)).toBe(true);
    }
    expect(unlocked(placeOf(parts, { row: service, column: 'title' }).ref)).toBe(false);
    expect(unlocked(placeOf(parts, { row: empty, column: 'title' }).ref)).toBe(true);
    expect(unlocked('A6')).toBe(false);
  });
});

describe('what was typed', () => {
  it('is read with spaces around it, in Thai digits, with other marks, and named by its cells', async () => {
    const { rows, faults } = await afterTyping(
      typedInRow(service, {
        hasEService: ' มี ',
        'steps:submit-request': 'X',
        'steps:pay': '√',
        'channels:website': 1,
        otherChannel: '  โทรศัพท์\u00a0',
        yearlyUsers: ' ๑,๒๓๔ ',
      }),
    );
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([
      {
        sheet: 'ด้านที่ 1',
        aspectId: 'quality-of-life',
        rowId: service,
        base: null,
        answer: {
          hasEService: true,
          steps: ['submit-request', 'pay'],
          channels: ['website', 'other'],
          otherChannel: 'โทรศัพท์',
          yearlyUsers: 1234,
        },
        changes: [
          { field: 'hasEService', cells: ['D6'], before: null, after: true },
          { field: 'steps', cells: ['F6', 'I6'] },
          { field: 'channels', cells: ['L6', 'T6'] },
          { field: 'otherChannel', cells: ['U6'] },
          { field: 'yearlyUsers', cells: ['V6'], after: 1234 },
        ],
      },
    ]);
  });

  it('answers มี/ไม่มี by what else it answers, unless it answers both', async () => {
    const step = await afterTyping(typedInRow(service, { 'steps:pay': '✓' }));
    expect(step.rows[0]?.answer).toEqual({ hasEService: true, steps: ['pay'] });
    const needed = await afterTyping(typedInRow(service, { isNeeded: 'จำเป็น' }));
    expect(needed.rows[0]?.answer).toEqual({ hasEService: false, isNeeded: true });
    const both = await afterTyping(typedInRow(service, { isNeeded: 'จำเป็น', yearlyUsers: 3 }));
    expect(both.rows).toEqual([]);
    expect(faultsOf(both)).toEqual([['unclear-branch', 'ด้านที่ 1', 'D6']]);
  });

  it('clears what a changed มี/ไม่มี no longer asks, and names what was typed there anew', async () => {
    const base = formView(questionnaire, {
      answers: { [service]: { hasEService: true, steps: ['pay'], yearlyUsers: 7 } },
    });
    const changed = await afterTyping(typedInRow(service, { hasEService: 'ไม่มี', isNeeded: 'จำเป็น' }), base);
    expect(changed.faults).toEqual([]);
    expect(changed.rows[0]?.answer).toEqual({ hasEService: false, isNeeded: true });
    const mixed = await afterTyping(typedInRow(service, { hasEService: 'ไม่มี', yearlyUsers: 8 }), base);
    expect(faultsOf(mixed)).toEqual([['not-asked', 'ด้านที่ 1', 'V6']]);
    const cleared = await afterTyping([{ row: service, column: 'hasEService' }], base);
    expect(faultsOf(cleared)).toEqual([['branch-cleared', 'ด้านที่ 1', 'D6']]);
    expect(cleared.rows).toEqual([]);
    const all = ['hasEService', 'steps:pay', 'yearlyUsers'].map((column) => ({ row: service, column }));
    expect((await afterTyping(all, base)).rows[0]?.answer).toBeNull();
  });

  it('names each cell that cannot be read, and takes the others', async () => {
    const { rows, faults } = await afterTyping([
      { row: service, column: 'hasEService', text: 'มี' },
      { row: service, column: 'isNeeded', xml: ' t="e"><f>1/0</f><v>#DIV/0!</v></c>' },
      { row: service, column: 'steps:pay', text: '-' },
      { row: service, column: 'steps:approve', text: '✓' },
      { row: service, column: 'channels:website', xml: '><f>A1</f></c>' },
      { row: service, column: 'channels:facebook', xml: ' t="b"><f>TRUE()</f><v>1</v></c>' },
      { row: service, column: 'otherChannel', text: '😀' },
      { row: service, column: 'yearlyUsers', xml: ' t="d"><v>2022-11-07</v></c>' },
      { row: 'newborn-grant-status-check', column: 'yearlyUsers', text: 12.5 },
      { row: 'school-enrolment', column: 'hasEService', text: 'มีค่ะ' },
    ]);
    expect(faults.map(({ code, value }) => [code, value])).toEqual([
      ['formula-error', '#DIV/0!'],
      ['not-a-mark', '-'],
      ['formula-without-value', ''],
      ['date', '2022-11-07'],
      ['text-emoji', '😀'],
      ['count-fractional', '12.5'],
      ['not-a-word', 'มีค่ะ'],
    ]);
    expect(rows.map(({ answer }) => answer)).toEqual([
      { hasEService: true, steps: ['approve'], channels: ['facebook', 'other'] },
      { hasEService: true },
    ]);
  });

  it('makes new rows of empty lines, once, however often the file is chosen', async () => {
    const edits = [
      ...typedInRow(empty, { title: ' จองคิว ', hasEService: 'ไม่มี', isNeeded: 'จำเป็น' }),
      ...typedInRow('+tax-and-fees', { hasEService: 'มี' }),
    ];
    const { newRows, faults } = await afterTyping(edits);
    const answer = { hasEService: false, isNeeded: true };
    expect(newRows).toEqual([
      {
        ...{ sheet: 'ด้านที่ 1', cell: 'C12', aspectId: 'quality-of-life', groupId: 'child-and-youth' },
        ...{ title: 'จองคิว', answer },
      },
    ]);
    expect(faults.map(({ code }) => code)).toEqual(['title-missing']);
    const added = { aspectId: 'quality-of-life', groupId: 'child-and-youth', title: 'จองคิว' };
    const now = formView(questionnaire, {
      revision: '1',
      answers: { own: answer },
      addedRows: { own: added },
    });
    const again = await read(typed(await writeFormWorkbook(blank, questionnaire), edits), blank, now);
    expect([again.newRows, again.rows]).toEqual([[], []]);
  });

  it('leaves out a row that is gone, and one that another person answered in the same words', async () => {
    const own = { aspectId: 'economy', groupId: 'tax-and-fees', title: 'ภาษีป้าย' };
    const base = formView(questionnaire, { addedRows: { own } });
    const file = typed(await writeFormWorkbook(base, questionnaire), [
      ...typedInRow('own', { hasEService: 'มี' }),
      ...typedInRow(service, { hasEService: 'ไม่มี' }),
    ]);
    const now = formView(questionnaire, { revision: '3', answers: { [service]: { hasEService: false } } });
    const reading = await read(file, base, now);
    expect(reading.rows).toEqual([]);
    expect(reading.faults.map(({ code, value }) => [code, value])).toEqual([['row-removed', 'ภาษีป้าย']]);
  });

  it('reads the choices of a row on lines of their own', async () => {
    const { rows, faults } = await afterTyping([
      { row: complaint, column: 'hasEService', text: 'มี' },
      { row: `${complaint}/choices:public-lighting`, column: 'hasEService', text: '✓' },
      { row: `${complaint}/otherChoices`, column: 'hasEService', text: 'น้ำท่วม, เสียงดัง' },
    ]);
    expect(faults).toEqual([]);
    expect(rows[0]?.answer).toEqual({
      hasEService: true,
      choices: ['public-lighting', 'other'],
      otherChoices: ['น้ำท่วม', 'เสียงดัง'],
    });
  });
});

describe('a structure that was changed', () => {
  const changed = async (change: (sheet: string) => string): Promise<FormReading> => {
    const parts = partsOf(await writeFormWorkbook(blank, questionnaire));
    const name = 'xl/worksheets/sheet2.xml';
    return read(workbookOf({ ...parts, [name]: change(parts[name]!) }), blank);
  };
  const codes = ({ faults }: FormReading) => faults.map(({ code, cell }) => [code, cell]);

  it('is named: a line removed, repeated, unknown, renamed', async () => {
    expect(codes(await changed((sheet) => sheet.replace(/<row r="6".*?<\/row>/, '')))).toEqual([
      ['row-missing', ''],
    ]);
    const second = 'newborn-grant-status-check';
    expect(codes(await changed((sheet) => sheet.replace(`>${second}<`, `>${service}<`)))).toEqual([
      ['row-twice', 'C7'],
      ['row-missing', ''],
    ]);
    expect(codes(await changed((sheet) => sheet.replace(`>${second}<`, '>made-up<')))).toEqual([
      ['unknown-row', 'C7'],
      ['row-missing', ''],
    ]);
    const title = standardRows[0]!.titleTh;
    expect(codes(await changed((sheet) => sheet.replace(`>${title}<`, '>อื่น<')))).toEqual([
      ['title-changed', 'C6'],
    ]);
  });

  it('is named: cells merged, a column and a sheet removed', async () => {
    const merged = (sheet: string): string =>
      sheet.replace('<mergeCells count="3">', '<mergeCells count="4"><mergeCell ref="D6:D9"/>');
    expect(codes(await changed(merged))).toEqual([['merged', 'D6:D9']]);
    expect(codes(await changed((sheet) => sheet.replace('>yearlyUsers<', '><')))).toEqual([
      ['column-missing', ''],
    ]);
    expect(codes(await changed((sheet) => sheet.replace('>aspect quality-of-life<', '>x<')))).toEqual([
      ['sheet-missing', ''],
    ]);
  });
});

describe('files that other programs wrote', () => {
  const expected = [
    {
      hasEService: true,
      steps: ['submit-request', 'pay'],
      channels: ['website'],
      yearlyUsers: 1234,
    },
    { hasEService: false, isNeeded: true },
    { hasEService: true, steps: ['approve'], channels: ['line-oa', 'other'], otherChannel: 'โทรศัพท์' },
    { hasEService: true },
    { hasEService: true },
  ];
  const file = (name: string) => readFileSync(`test/fixtures/workbooks/${name}`);

  it('LibreOffice: values of formulas count, dates and errors are named', async () => {
    const { rows, newRows, faults } = await read(file('libreoffice.xlsx'), blank);
    const [first, second, third, ...others] = expected;
    expect(rows.map(({ answer }) => answer)).toEqual([
      first,
      second,
      { ...third, yearlyUsers: 123 },
      ...others,
    ]);
    expect(newRows.map(({ title }) => title)).toEqual(['จองคิวรับบริการออนไลน์']);
    expect(faults.map(({ code }) => code)).toEqual([
      'date',
      'not-a-word',
      'count-fractional',
      'formula-error',
    ]);
  });

  it('openpyxl: it calculates no formula', async () => {
    const { rows, faults } = await read(file('openpyxl.xlsx'), blank);
    expect(rows.map(({ answer }) => answer)).toEqual(expected);
    expect(faults.map(({ code }) => code)).toEqual([
      'formula-without-value',
      'date',
      'not-a-word',
      'count-fractional',
      'formula-without-value',
    ]);
  });
});
