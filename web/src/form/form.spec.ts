import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import {
  answerFields,
  fieldNames,
  isAsked,
  OTHER,
  rowState,
  sameAnswer,
  type Answer,
  type AnswerField,
  type FieldKind,
  type RowQuestions,
} from '../../../src/questionnaire/answer.js';
import type { SurveyForm } from '../api/types.js';
import { disputes, merged, type Choice } from './saving/conflict.js';
import {
  answerHas,
  copyCell,
  copyRow,
  draftOf,
  draftWith,
  readDraft,
  cellFields,
  type RowDraft,
} from '../answers/draft.js';
import { copiedFrom, notAddedAgain } from './dialogs/last-year.js';
import { filled } from './grid/keyboard.js';
import { pasted } from './grid/paste.js';
import { repeated } from './grid/repeat.js';
import { FormStore } from './saving/store.js';
import { formWith, next, plain, questionnaire } from './form-fixture.js';

const ids = (items: readonly { readonly id: string }[]) => fc.subarray(items.map(({ id }) => id));
const questions: RowQuestions = { steps: questionnaire.processSteps, channels: questionnaire.channels };
const contents: Readonly<Record<FieldKind, fc.Arbitrary<RowDraft[AnswerField]>>> = {
  'yes-no': fc.constantFrom(true, false, undefined),
  choices: fc.constant([]),
  text: fc.constantFrom('', 'รถบริการ'),
  texts: fc.constant(''),
  count: fc.constantFrom('', '0', '๑,๒๓๔', '1,234', '97'),
};
const contentOf = (field: AnswerField): fc.Arbitrary<RowDraft[AnswerField]> => {
  const description = answerFields[field];
  const offered = description.kind === 'choices' && isAsked(questions, field);
  return offered ? ids(questions[description.offers] ?? []) : contents[description.kind];
};
const drafts = fc
  .record(Object.fromEntries(fieldNames.map((field) => [field, contentOf(field)])))
  .map((content): RowDraft => draftWith((field) => content[field]));
const answers = drafts.map((draft) => readDraft(questions, draft).answer ?? null);

describe('a row on the screen', () => {
  it('shows an answer and reads it back the same', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        expect(sameAnswer(readDraft(questions, draftOf(answer)).answer, answer)).toBe(true);
      }),
    );
  });

  it('is never contradictory after มี/ไม่มี was switched, and is complete by the server’s rule only', () => {
    fc.assert(
      fc.property(drafts, fc.boolean(), (draft, has) => {
        const switched = answerHas(draft, has);
        const { answer } = readDraft(questions, switched);
        expect(answer?.hasEService).toBe(has);
        if (!has)
          expect(Object.keys(answer ?? {}).every((key) => ['hasEService', 'isNeeded'].includes(key))).toBe(
            true,
          );
        expect(['incomplete', 'complete']).toContain(rowState(questions, answer));
      }),
    );
  });

  it('filled from another cell or row answers what that one answers', () => {
    fc.assert(
      fc.property(answers, drafts, fc.constantFrom(...cellFields), (above, below, field) => {
        const from = draftOf(above);
        expect(sameAnswer(readDraft(questions, copyRow(from, below)).answer, above)).toBe(true);
        const copied = copyCell(from, below, field);
        expect(readDraft(questions, copied).violations).toEqual([]);
      }),
    );
  });

  it('keeps several kinds in one box as a list', () => {
    const row = questionnaire.aspects[0]!.groups.flatMap(({ rows }) => rows).find(({ choices }) => choices)!;
    const draft = {
      ...draftOf(null),
      hasEService: true,
      choices: [OTHER],
      otherChoices: 'น้ำท่วมขัง, สัตว์จรจัด,',
    };
    expect(readDraft({ ...questions, choices: row.choices }, draft).answer?.otherChoices).toEqual([
      'น้ำท่วมขัง',
      'สัตว์จรจัด',
    ]);
  });
});

describe('the form’s store', () => {
  it('wakes only the row that was typed in', () => {
    const store = new FormStore(questionnaire, formWith());
    const [typed, other] = [jest.fn(), jest.fn()];
    store.subscribe(plain, typed);
    store.subscribe(next, other);
    const before = store.row(next);
    store.edit(plain, { ...draftOf(null), hasEService: true, yearlyUsers: '1' });
    expect(typed).toHaveBeenCalled();
    expect(other).not.toHaveBeenCalled();
    expect(store.row(next)).toBe(before);
  });

  it('undoes any edits one by one to exactly the earlier drafts, and does them again', () => {
    const edits = fc.array(
      fc.oneof(
        fc.dictionary(fc.constantFrom(plain, next), drafts, { minKeys: 1 }),
        fc.record({ [plain]: drafts }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(edits, fc.nat(12), (sequence, back) => {
        const store = new FormStore(questionnaire, formWith());
        const now = () => [plain, next].map((id) => store.row(id)!.draft);
        const seen = [now()];
        for (const edit of sequence) {
          if (store.editMany(new Map(Object.entries(edit))).size > 0) seen.push(now());
        }
        const steps = Math.min(back, seen.length - 1);
        for (let step = 1; step <= steps; step += 1) {
          expect(store.undo()).toBeDefined();
          expect(now()).toEqual(seen.at(-1 - step));
        }
        for (let step = steps - 1; step >= 0; step -= 1) {
          expect(store.redo()).toBeDefined();
          expect(now()).toEqual(seen.at(-1 - step));
        }
        expect(store.redo()).toBeUndefined();
      }),
    );
  });

  it('undoes a word that was typed in one cell as a whole, and takes back one edit under later ones', () => {
    const store = new FormStore(questionnaire, formWith());
    const has: RowDraft = { ...draftOf(null), hasEService: true };
    store.edit(plain, has);
    for (const yearlyUsers of ['1', '12', '120']) store.edit(plain, { ...has, yearlyUsers }, true);
    store.endTyping();
    store.edit(plain, { ...has, yearlyUsers: '1200' }, true);
    store.undo();
    expect(store.row(plain)!.draft.yearlyUsers).toBe('120');
    store.undo();
    expect(store.row(plain)!.draft).toEqual(has);

    const filled = store.editMany(
      new Map([
        [plain, { ...has, steps: ['pay'] }],
        [next, { ...has, steps: ['pay'] }],
      ]),
    );
    store.edit(next, { ...has, steps: ['approve'] });
    store.takeBack(filled);
    expect(store.row(plain)!.draft.steps).toEqual([]);
    expect(store.row(next)!.draft.steps).toEqual(['approve']);
    store.undo();
    expect(store.row(plain)!.draft.steps).toEqual(['pay']);
  });

  it('no fill changes a count', () => {
    fc.assert(
      fc.property(
        drafts,
        drafts,
        fc.constantFrom('fill-down', 'fill-row', 'fill-group' as const),
        fc.constantFrom(...cellFields),
        (above, below, action, field) => {
          const store = new FormStore(questionnaire, formWith());
          store.editMany(
            new Map([
              [plain, above],
              [next, below],
            ]),
          );
          const from = action === 'fill-group' ? plain : next;
          store.editMany(filled(store, action, from, field));
          expect(store.row(next)!.draft.yearlyUsers).toBe(below.yearlyUsers);
        },
      ),
    );
  });

  it('repeats how the row before is served, and never its count', () => {
    const store = new FormStore(questionnaire, formWith());
    const has: RowDraft = { ...draftOf(null), hasEService: true, steps: ['pay'], channels: ['website'] };
    const no: RowDraft = { ...draftOf(null), hasEService: false, isNeeded: true };
    const third = store.rowsOf('quality-of-life')[2]!.row.id;
    expect(repeated(store, plain)).toBeUndefined();
    store.editMany(
      new Map([
        [plain, { ...has, yearlyUsers: '12' }],
        [next, no],
      ]),
    );
    expect(repeated(store, third)).toEqual(has);
    const elsewhere = store.rowsOf('economy')[0]!.row.id;
    store.edit(elsewhere, { ...draftOf(null), hasEService: true, yearlyUsers: '7' });
    expect(repeated(store, elsewhere)).toEqual({ ...has, yearlyUsers: '7' });
  });

  it('takes a block from a spreadsheet in one step, and names what it leaves out', () => {
    const store = new FormStore(questionnaire, formWith());
    const rows = store.rowsOf('quality-of-life');
    const { drafts: taken, faults } = pasted(
      questionnaire,
      rows,
      1,
      'x\t\t\t\t✓\t\t\t1\t\t\tเว็บไซต์, Facebook\t1,234\r\nไม่มี\t\t\tx\r\nx\t\t\t\tno\t\t\t\t\t\tโทรเลข\t-3\t9\r\n',
    );
    store.editMany(taken);
    const [first, second, third] = store.rowsOf('quality-of-life').map(({ draft }) => draft);
    expect(first).toMatchObject({
      hasEService: true,
      steps: ['submit-request', 'pay'],
      channels: ['website', 'facebook'],
      yearlyUsers: '1,234',
    });
    expect(second).toMatchObject({ hasEService: false, isNeeded: false });
    expect(third).toEqual({ ...draftOf(null), hasEService: true });
    expect(faults).toEqual([
      { line: 3, value: 'no', problem: 'mark' },
      { line: 3, value: 'โทรเลข', problem: 'channel' },
      { line: 3, value: '-3', problem: 'count' },
      { line: 3, value: '9', problem: 'no-column' },
    ]);
    store.undo();
    expect(store.rowsOf('quality-of-life').every(({ dirty }) => !dirty)).toBe(true);
  });

  it('takes a column of counts from the focused row down, except where a row says ไม่มี', () => {
    const store = new FormStore(questionnaire, formWith());
    store.edit(next, { ...draftOf(null), hasEService: false, isNeeded: true });
    const rows = store.rowsOf('quality-of-life');
    const counts = pasted(questionnaire, rows.slice(-3), 12, '5\n6\n7\n8');
    expect([...counts.drafts.values()].map(({ yearlyUsers }) => yearlyUsers)).toEqual(['5', '6', '7']);
    expect(counts.faults).toEqual([{ line: 4, value: '8', problem: 'no-row' }]);
    expect(pasted(questionnaire, rows.slice(1), 12, '5\t\n').faults).toEqual([
      { line: 1, value: '5', problem: 'not-asked' },
    ]);
  });

  it('a save that was answered leaves what was typed meanwhile as a change', () => {
    const store = new FormStore(questionnaire, formWith());
    const no: RowDraft = { ...draftOf(null), hasEService: false, isNeeded: true };
    store.edit(plain, no);
    store.sending('quality-of-life', { key: 'k', revision: '5', answers: store.changes('quality-of-life') });
    store.edit(next, no);
    store.saved('quality-of-life', '8', '2022-11-07T09:29:30Z');
    expect(store.row(plain)?.dirty).toBe(false);
    expect(store.row(next)?.dirty).toBe(true);
    expect(store.aspectIds().map((id) => store.aspect(id).revision)).toEqual(Array(6).fill('8'));
  });

  it('takes over what others changed, but not under a row that this person changed too', () => {
    const store = new FormStore(questionnaire, formWith());
    store.edit(plain, { ...draftOf(null), hasEService: false, isNeeded: true });
    store.rebase(formWith({ [next]: { hasEService: false, isNeeded: false } }, '7'));
    expect(store.row(next)?.answer).toEqual({ hasEService: false, isNeeded: false });
    expect(store.aspect('quality-of-life').revision).toBe('7');
    store.rebase(formWith({ [plain]: { hasEService: true } }, '9'));
    expect(store.row(plain)?.answer).toEqual({ hasEService: false, isNeeded: true });
    expect(store.aspect('quality-of-life').revision).toBe('7');
    expect(store.aspect('economy').revision).toBe('9');
  });

  it('restores a kept draft, with the revision it was made on if that row has changed since', () => {
    const draft = { ...draftOf(null), hasEService: true, yearlyUsers: '๙' };
    const kept = {
      aspectId: 'quality-of-life',
      revision: '2',
      rows: { [plain]: { draft, base: null } },
      pending: null,
      at: '',
    };
    const same = new FormStore(questionnaire, formWith(), [kept]);
    expect(same.row(plain)?.dirty).toBe(true);
    expect(same.aspect('quality-of-life').revision).toBe('5');
    const moved = new FormStore(questionnaire, formWith({ [plain]: { hasEService: false } }), [kept]);
    expect(moved.row(plain)?.draft.yearlyUsers).toBe('๙');
    expect(moved.aspect('quality-of-life').revision).toBe('2');
  });
});

describe('two people in one row', () => {
  it('whatever is chosen, each row ends as mine, theirs, or cells of the two, and asks only where both changed', () => {
    fc.assert(
      fc.property(
        answers,
        drafts,
        answers,
        fc.constantFrom<Choice>('mine', 'theirs'),
        (base, mine, theirs, side) => {
          const store = new FormStore(questionnaire, formWith(base ? { [plain]: base } : {}));
          store.edit(plain, mine);
          const conflict = {
            aspectId: 'quality-of-life',
            changes: [
              {
                revision: '6',
                at: '',
                type: 'AnswerRecorded' as const,
                aspectId: 'quality-of-life',
                rowId: plain,
                answer: theirs,
                by: { role: 'lao' as const, sub: 'x' },
              },
            ],
            theirs: formWith(theirs ? { [plain]: theirs } : {}, '6'),
            mine: [store.row(plain)!],
          };
          const asked = disputes(conflict);
          const choices = new Map(asked.flatMap(({ cells }) => cells.map(({ id }) => [id, side] as const)));
          const result = merged(conflict, choices).get(plain)!;
          for (const { cells } of asked) {
            for (const field of cells.flatMap(({ fields }) => fields)) {
              const expected = side === 'mine' ? mine : draftOf(theirs);
              expect(result[field]).toEqual(expected[field]);
            }
          }
          if (sameAnswer(base, theirs)) expect(asked).toEqual([]);
        },
      ),
    );
  });
});

describe('last year’s answers', () => {
  const added = (id: string, title: string, answer: Answer | null) => ({
    id,
    groupId: 'other-services-list',
    title,
    standard: false,
    kind: 'service' as const,
    state: 'unanswered' as const,
    missing: [],
    answer,
  });
  const withAdded = (form: SurveyForm, ...rows: readonly ReturnType<typeof added>[]): SurveyForm => ({
    ...form,
    aspects: form.aspects.map((aspect) =>
      aspect.id === 'other-services' ? { ...aspect, rows: [...aspect.rows, ...rows] } : aspect,
    ),
  });
  const not: Answer = { hasEService: false, isNeeded: true };
  const has: Answer = { hasEService: true, steps: ['approve'], channels: ['website'], yearlyUsers: 99 };
  const everyRow = (store: FormStore) => store.aspectIds().flatMap((id) => store.rowsOf(id));

  it('fill only rows without one, and never the number of users', () => {
    const store = new FormStore(questionnaire, formWith({ [next]: not }));
    const copied = copiedFrom(formWith({ [plain]: has, [next]: has }), everyRow(store), false);
    expect([...copied]).toEqual([[plain, { ...draftOf(has), yearlyUsers: '' }]]);
  });

  it('replace others when asked, and leave this year’s number of users', () => {
    const store = new FormStore(questionnaire, formWith({ [next]: { hasEService: true, yearlyUsers: 7 } }));
    const copied = copiedFrom(formWith({ [next]: has }), everyRow(store), true);
    expect([...copied]).toEqual([[next, { ...draftOf(has), yearlyUsers: '7' }]]);
    // Last year’s ไม่มี would take this year’s number away.
    expect(copiedFrom(formWith({ [next]: not }), everyRow(store), true).get(next)).toBeUndefined();
  });

  it('leave out what is not offered any more', () => {
    const old: Answer = { hasEService: true, steps: ['fax-it', 'approve'], channels: ['telex'] };
    const copied = copiedFrom(
      formWith({ [plain]: old }),
      everyRow(new FormStore(questionnaire, formWith())),
      false,
    );
    expect(copied.get(plain)).toMatchObject({ steps: ['approve'], channels: [] });
  });

  it('find an added row by its name, and name those that are not there any more', () => {
    const now = withAdded(formWith(), added('new-id', 'จองคิว', null));
    const last = withAdded(formWith(), added('old-id', 'จองคิว', not), added('gone-id', 'ยืมเต็นท์', not));
    const rows = everyRow(new FormStore(questionnaire, now));
    expect([...copiedFrom(last, rows, false)]).toEqual([['new-id', draftOf(not)]]);
    const [missing, ...others] = notAddedAgain(last, rows, questionnaire);
    expect([missing?.title, others]).toEqual(['ยืมเต็นท์', []]);
    expect(notAddedAgain(last, rows, { aspects: [] })).toEqual([]);
  });
});
