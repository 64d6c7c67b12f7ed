import { fieldNames, type AnswerField } from '../../../../src/questionnaire/answer.js';
import { draftWith, type RowDraft } from '../../answers/draft.js';

interface RowStep {
  readonly before: RowDraft;
  readonly after: RowDraft;
}

/** One edit, of one row or of several at once: each row before and after it. */
export type Step = ReadonlyMap<string, RowStep>;
export type Drafts = ReadonlyMap<string, RowDraft>;
/** The draft of a row as it is now. Undefined if the row was removed. */
type Now = (rowId: string) => RowDraft | undefined;

/** The cells that an edit changed. */
export const changedFields = ({ before, after }: RowStep): readonly AnswerField[] =>
  fieldNames.filter((field) => before[field] !== after[field]);

/** Every edit of the form, in its order. */
export class EditHistory {
  private readonly done: Step[] = [];
  private undone: Step[] = [];
  private typingOn = false;

  /** `typing`: the next letter in the same cell. It belongs to the step of the letter before. */
  record(step: Step, typing: boolean): void {
    const last = this.done.at(-1);
    const joined = typing && this.typingOn && last ? joinedTo(last, step) : undefined;
    if (joined) this.done.pop();
    this.done.push(joined ?? step);
    this.undone = [];
    this.typingOn = typing;
  }

  /** The next letter begins a step of its own. */
  endTyping(): void {
    this.typingOn = false;
  }

  /** Takes the last step back. The cells that it did not change stay as they are now. */
  undo(now: Now): Step | undefined {
    return move(this.done, this.undone, now, 'before');
  }

  redo(now: Now): Step | undefined {
    return move(this.undone, this.done, now, 'after');
  }
}

/** What undoing or redoing changes: the rows now, and then. */
const move = (from: Step[], to: Step[], now: Now, side: 'before' | 'after'): Step | undefined => {
  const step = from.pop();
  if (!step) return undefined;
  to.push(step);
  return changeOf(step, now, (row) => ({ fields: changedFields(row), content: row[side] }));
};

/** Takes one step back, whatever came after it. A cell that was changed again since keeps that. */
export const takenBack = (step: Step, now: Now): Step =>
  changeOf(step, now, (row, draft) => ({
    fields: changedFields(row).filter((field) => draft[field] === row.after[field]),
    content: row.before,
  }));

const changeOf = (
  step: Step,
  now: Now,
  wanted: (
    row: RowStep,
    draft: RowDraft,
  ) => { readonly fields: readonly AnswerField[]; readonly content: RowDraft },
): Step =>
  new Map(
    [...step].flatMap(([rowId, row]): [string, RowStep][] => {
      const before = now(rowId);
      if (!before) return [];
      const { fields, content } = wanted(row, before);
      const after = draftWith((field) => (fields.includes(field) ? content[field] : before[field]));
      return fields.length > 0 ? [[rowId, { before, after }]] : [];
    }),
  );

/** Both steps as one, if each of them changed only the same one cell. */
const joinedTo = (last: Step, next: Step): Step | undefined => {
  const [[row, earlier] = [], [nextRow, later] = []] = [[...last][0], [...next][0]];
  if (last.size !== 1 || next.size !== 1 || row === undefined || row !== nextRow || !earlier || !later) {
    return undefined;
  }
  const fields = new Set([...changedFields(earlier), ...changedFields(later)]);
  return fields.size === 1 ? new Map([[row, { before: earlier.before, after: later.after }]]) : undefined;
};
