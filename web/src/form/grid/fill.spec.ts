import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellFields, draftOf, type RowDraft } from '../../answers/draft.js';
import { comparable } from '../../answers/titles.js';
import { formWith, questionnaire } from '../form-fixture.js';
import { FormStore } from '../saving/store.js';
import { filled, filledBelow } from './keyboard.js';

const aspect = questionnaire.aspects[0]!;
const rows = aspect.groups.flatMap((group) => group.rows.map(({ id }) => id)).slice(0, 6);
const steps = questionnaire.processSteps.map(({ id }) => id);

const draft: fc.Arbitrary<RowDraft> = fc.oneof(
  fc.constant(draftOf(null)),
  fc
    .option(fc.boolean(), { nil: undefined })
    .map((isNeeded) => ({ ...draftOf(null), hasEService: false, isNeeded })),
  fc
    .record({ steps: fc.subarray(steps), yearlyUsers: fc.constantFrom('', '0', '77', 'สิบ') })
    .map((answers) => ({ ...draftOf(null), hasEService: true, ...answers })),
);
const row = fc.constantFrom(...rows);
const field = fc.constantFrom(...cellFields);

describe('filling rows from others', () => {
  it('never changes a count, and changes no row outside its reach', () => {
    const drafts = fc.tuple(...rows.map(() => draft));
    fc.assert(
      fc.property(drafts, row, row, field, (before, from, last, cell) => {
        const store = new FormStore(questionnaire, formWith());
        store.editMany(new Map(rows.map((id, at) => [id, before[at]!])));
        const fills = [
          filled(store, 'fill-down', from, cell),
          filled(store, 'fill-row', from, cell),
          filled(store, 'fill-group', from, cell),
          filledBelow(store, from, last, cell),
          filledBelow(store, from, last),
        ];
        for (const [id, after] of fills.flatMap((changes) => [...changes])) {
          expect(after.yearlyUsers).toBe(store.row(id)!.draft.yearlyUsers);
        }
        const below = rows.slice(rows.indexOf(from) + 1, rows.indexOf(last) + 1);
        for (const changes of fills.slice(3)) {
          expect([...changes.keys()].filter((id) => !below.includes(id))).toEqual([]);
        }
      }),
    );
  });
});

describe('the title of an added row', () => {
  it('is the same to a reader, whatever spaces, capitals and invisible characters it has', () => {
    const titles = ['จองคิว  Online', ' จองคิว online', 'จอง\u200bคิว online', 'จองคิว online\u00a0'];
    expect(new Set(titles.map(comparable)).size).toBe(1);
    expect(comparable('จองคิว')).not.toBe(comparable('จองควิ'));
  });

  it('is taken over when a colleague corrects it, under an answer that is not saved', () => {
    const own = (title: string) => ({
      id: 'own',
      groupId: 'other-services-list',
      title,
      standard: false,
      kind: 'service' as const,
      state: 'unanswered' as const,
      missing: [],
      answer: null,
    });
    const withOwn = (title: string, revision: string) => {
      const form = formWith({}, revision);
      const aspects = form.aspects.map((each) =>
        each.id === 'other-services' ? { ...each, rows: [own(title)] } : each,
      );
      return { ...form, aspects };
    };
    const store = new FormStore(questionnaire, withOwn('จองคิว', '5'));
    store.edit('own', { ...draftOf(null), hasEService: false });
    store.rebase(withOwn('จองคิวออนไลน์', '6'));
    expect(store.row('own')).toMatchObject({ dirty: true, row: { title: 'จองคิวออนไลน์' } });
  });
});
