import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { sameAnswer, type Answer } from '../../../../src/questionnaire/answer.js';
import { draftOf } from '../../answers/draft.js';
import { ApiError, NoAnswer } from '../../api/errors.js';
import { MemoryBox, SteadyBox, type DraftBox } from '../../drafts/box.js';
import { FormDrafts, unsentRows } from '../../drafts/drafts.js';
import type { DraftOwner, PendingSave } from '../../drafts/record.js';
import { PROPERTY_TIME, propertyRuns } from '../../../../test/support/property-runs.js';
import { formWith, next, plain, questionnaire } from '../form-fixture.js';
import { disputes, merged, type Conflict } from './conflict.js';
import { Saving, type SurveyServer } from './saving.js';
import { FormStore } from './store.js';

const owner: DraftOwner = { person: 'clerk', year: 2565, lao: '03120102' };
const aspectId = 'quality-of-life';
const rows = [plain, next] as const;
type Line = 'up' | 'down' | 'answer-lost' | 'locked';

/** Carries out a save once, refuses stale ones, and remembers every value that it ever had. */
class Server implements SurveyServer {
  line: Line = 'up';
  readonly had = new Set<string>();
  private revision = 5;
  private readonly answers: Record<string, Answer> = {};
  private readonly changes: {
    readonly revision: string;
    readonly rowId: string;
    readonly answer: Answer | null;
  }[] = [];
  private readonly done = new Map<string, string>();

  form = () => Promise.resolve(this.now());
  now = () => formWith({ ...this.answers }, String(this.revision));

  save = async (_aspectId: string, { key, revision, answers }: PendingSave) => {
    await Promise.resolve();
    if (this.line === 'down') throw new NoAnswer('down');
    if (this.line === 'locked') throw refusal(409, 'survey-locked');
    const before = this.done.get(key);
    if (before) return { revision: before };
    if (revision !== String(this.revision)) {
      const changes = this.changes.filter((change) => Number(change.revision) > Number(revision));
      throw refusal(412, 'revision-conflict', {
        changes: changes.map((change) => ({
          ...change,
          aspectId,
          at: '',
          type: 'AnswerRecorded',
          by: { role: 'lao', sub: 'other' },
        })),
      });
    }
    for (const [rowId, answer] of Object.entries(answers)) this.record(rowId, answer);
    this.done.set(key, String(this.revision));
    if (this.line === 'answer-lost') throw new NoAnswer('lost');
    return { revision: String(this.revision) };
  };

  record(rowId: string, answer: Answer | null): void {
    this.revision += 1;
    if (answer) this.answers[rowId] = answer;
    else delete this.answers[rowId];
    if (answer?.yearlyUsers !== undefined) this.had.add(String(answer.yearlyUsers));
    this.changes.push({ revision: String(this.revision), rowId, answer });
  }
}

const refusal = (status: number, code: string, members: object = {}): ApiError =>
  new ApiError(status, { code, title: code, status, ...members });

/** One open page of the form. */
class Page {
  conflict: Conflict | undefined;
  private constructor(
    readonly store: FormStore,
    readonly saving: Saving,
  ) {}

  static async open(server: Server, box: DraftBox): Promise<Page> {
    const drafts = new FormDrafts(owner, box);
    const { records } = await drafts.open();
    const store = new FormStore(questionnaire, server.now(), records);
    const page: Page = new Page(
      store,
      new Saving(store, drafts, server, (conflict) => {
        page.conflict = conflict;
      }),
    );
    page.saving.listen();
    store.rebase(server.now());
    return page;
  }

  shown(rowId: string): string {
    return this.store.row(rowId)!.draft.yearlyUsers;
  }
}

const value = (count: number) => ({ ...draftOf(null), hasEService: true, yearlyUsers: String(count) });
const kept = async (box: DraftBox): Promise<readonly string[]> =>
  (await unsentRows([], box)).map(({ draft }) => draft.yearlyUsers);

const at = { page: fc.constantFrom(0, 1), row: fc.constantFrom(...rows) };
const actions = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant('type' as const), ...at }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('save' as const), ...at }) },
    fc.record({ does: fc.constantFrom('discard', 'crash', 'refresh', 'colleague', 'same' as const), ...at }),
    fc.record({ does: fc.constantFrom('choose-mine', 'choose-theirs' as const), ...at }),
    fc.record({
      does: fc.constant('line' as const),
      ...at,
      line: fc.constantFrom<Line>('up', 'up', 'down', 'answer-lost', 'locked'),
    }),
  ),
  { maxLength: 25 },
);

describe('what was typed and is neither saved nor discarded', () => {
  it(
    'is kept, however two pages type, save, discard, crash and choose, and the server changes',
    async () => {
      jest.useFakeTimers();
      await fc.assert(
        fc.asyncProperty(actions, async (steps) => {
          const server = new Server();
          const box = new MemoryBox();
          const pages = [await Page.open(server, box), await Page.open(server, box)];
          const owed = new Set<string>();
          let count = 0;
          for (const step of steps) {
            const page = pages[step.page]!;
            const { store, saving, conflict } = page;
            const view = store.row(step.row)!;
            switch (step.does) {
              case 'type':
                // The person sees the value and types over it.
                owed.delete(page.shown(step.row));
                store.edit(step.row, value((count += 1)));
                owed.add(String(count));
                break;
              case 'discard':
                owed.delete(page.shown(step.row));
                store.edit(step.row, draftOf(view.base));
                break;
              case 'save':
                await saving.save(aspectId);
                break;
              case 'refresh':
                store.rebase(server.now());
                break;
              case 'colleague':
                server.record(step.row, { hasEService: true, yearlyUsers: (count += 1) });
                break;
              case 'same':
                if (view.answer && !sameAnswer(view.answer, view.base)) server.record(step.row, view.answer);
                break;
              case 'line':
                server.line = step.line;
                break;
              case 'crash':
                pages[step.page] = await Page.open(server, box);
                break;
              case 'choose-mine':
              case 'choose-theirs': {
                if (!conflict) break;
                const side = step.does === 'choose-mine' ? 'mine' : 'theirs';
                const cells = disputes(conflict).flatMap((dispute) => dispute.cells);
                const chosen = merged(conflict, new Map(cells.map(({ id }) => [id, side])));
                for (const { row, draft } of conflict.mine) {
                  // A choice that was made before the person typed again is not carried out.
                  if (store.row(row.id)!.draft !== draft) continue;
                  if (chosen.get(row.id)?.yearlyUsers !== draft.yearlyUsers) owed.delete(draft.yearlyUsers);
                }
                page.conflict = undefined;
                store.resolve(conflict, chosen);
                await saving.save(aspectId);
              }
            }
            await saving.keepNow();
            const safe = new Set([...server.had, ...(await kept(box))]);
            expect([...owed].filter((one) => !safe.has(one))).toEqual([]);
          }
        }),
        propertyRuns(300),
      );
      jest.useRealTimers();
    },
    PROPERTY_TIME,
  );

  it('does not hold back other rows of a save: a count that is wrong stays, the rest is sent', async () => {
    const server = new Server();
    const page = await Page.open(server, new MemoryBox());
    page.store.edit(plain, value(12));
    page.store.edit(next, { ...value(0), yearlyUsers: 'สิบ' });
    expect(await page.saving.save(aspectId)).toBe('invalid');
    expect([...server.had]).toEqual(['12']);
    expect(page.store.dirtyRows(aspectId).map(({ row }) => row.id)).toEqual([next]);
    expect(page.shown(next)).toBe('สิบ');
    expect(await page.saving.save(aspectId)).toBe('invalid');
    page.store.edit(next, value(10));
    expect(await page.saving.save(aspectId)).toBe('saved');
    expect([...server.had]).toEqual(['12', '10']);
  });

  it('outlives a browser that keeps nothing for a while', async () => {
    const browser = new MemoryBox();
    let broken = false;
    const refusing: DraftBox = {
      read: (scope) => (broken ? Promise.reject(new Error('closed')) : browser.read(scope)),
      update: (scope, change) =>
        broken ? Promise.reject(new Error('closed')) : browser.update(scope, change),
    };
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    jest.useFakeTimers();
    const box = new SteadyBox(refusing);
    const page = await Page.open(new Server(), box);
    page.store.edit(plain, value(1));
    await page.saving.keepNow();
    broken = true;
    page.store.edit(next, value(2));
    await page.saving.keepNow();
    expect(box.refusing.get()).toBe(true);
    expect(await kept(box)).toEqual(['2']);
    expect(await kept(browser)).toEqual(['1']);
    broken = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(box.refusing.get()).toBe(false);
    expect(await kept(browser)).toEqual(['1', '2']);
    jest.useRealTimers();
    warn.mockRestore();
  });
});
