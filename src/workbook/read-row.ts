import { parseCount } from '../basics/count.js';
import { tidied } from '../basics/text.js';
import {
  answerChanges,
  answerFields,
  contentOf,
  fieldNames,
  isAsked,
  OTHER,
  readAnswer,
  type Answer,
  type AnswerChange,
  type AnswerField,
  type AnswerViolation,
  type FieldContent,
  type RowQuestions,
} from '../questionnaire/answer.js';
import type { SheetCell } from '../spreadsheet/read-workbook.js';
import type { CellFault, CellFaultCode } from './cell-faults.js';
import type { Question } from './codes.js';
import { readCell, type CellContent } from './read-cell.js';

/** One cell of answers of a row. `left`: it cannot be read, so the row keeps what it has. */
export interface AskedCell {
  readonly question: Question;
  readonly ref: string;
  readonly cell: SheetCell | undefined;
  readonly left: boolean;
}

export interface ReadRow {
  readonly answer: Answer | null;
  readonly changes: readonly ChangedCells[];
  readonly faults: readonly Omit<CellFault, 'sheet'>[];
}

/** A field of the answer that the file has otherwise, and the cells where it says so. */
export interface ChangedCells extends AnswerChange {
  readonly cells: readonly string[];
}

/**
 * The answer that the cells of a row give. `base` is the answer when the file was made: a cell that cannot be read leaves that, and is
 * named. A row that has not said มี or ไม่มี says it by what else it answers, as on the screen.
 */
export const readRow = (
  questions: RowQuestions,
  cells: readonly AskedCell[],
  base: Answer | null,
): ReadRow => {
  const row = new RowReader(cells, base);
  row.decideBranch();
  row.leaveOutUnasked();
  const answer = row.answer(questions);
  const changes = answerChanges(base, answer).map((change) => ({ ...change, cells: row.refsOf(change) }));
  return { answer, changes, faults: row.faults };
};

class RowReader {
  readonly faults: Omit<CellFault, 'sheet'>[] = [];
  private readonly contents = new Map<AskedCell, CellContent>();

  constructor(
    private readonly cells: readonly AskedCell[],
    private readonly base: Answer | null,
  ) {
    for (const asked of cells) {
      const reading = asked.left ? undefined : readCell(asked.question, asked.cell);
      if (reading?.fault) this.report(asked, reading.fault);
      const kept = !reading || reading.fault !== undefined;
      this.contents.set(asked, kept ? this.baseContent(asked.question) : reading.content);
    }
  }

  decideBranch(): void {
    const has = this.cells.find(({ question }) => question.field === 'hasEService');
    if (!has || this.contents.get(has) !== undefined || this.faults.some(({ cell }) => cell === has.ref))
      return;
    const branches = [true, false].filter((branch) => this.filledIn(branch).length > 0);
    if (branches.length === 0) return;
    if (this.base) {
      this.report(has, 'branch-cleared');
      this.contents.set(has, this.base.hasEService);
    } else if (branches.length > 1) {
      this.report(has, 'unclear-branch');
      for (const asked of this.cells) this.contents.set(asked, undefined);
    } else {
      this.contents.set(has, branches[0]);
    }
  }

  /** What was answered before in the other branch is cleared without a word, as on the screen. What is new there is a mistake. */
  leaveOutUnasked(): void {
    const has = this.content('hasEService');
    if (typeof has !== 'boolean') return;
    for (const asked of this.filledIn(!has)) {
      if (!this.isAsBefore(asked)) this.report(asked, 'not-asked');
      this.contents.set(asked, undefined);
    }
  }

  answer(questions: RowQuestions): Answer | null {
    const raw = Object.fromEntries(
      fieldNames.filter((field) => isAsked(questions, field)).map((field) => [field, this.raw(field)]),
    );
    const first = readAnswer(questions, raw);
    for (const violation of first.violations) this.reportViolation(violation);
    const wrong = first.violations.map(({ field }): [string, unknown] => [
      field,
      contentAs(this.base, field),
    ]);
    const { answer } =
      wrong.length === 0 ? first : readAnswer(questions, { ...raw, ...Object.fromEntries(wrong) });
    if (answer === undefined) throw new Error('an answer of the form is not valid');
    return answer;
  }

  /** The cells that say what changed: of a list, those of the choices that did. */
  refsOf({ field, before, after }: AnswerChange): readonly string[] {
    const includes = (content: FieldContent | null, id: string): boolean =>
      Array.isArray(content) && content.includes(id);
    return this.cells
      .filter(({ question: { field: each, choice } }) => {
        if (each !== field) return false;
        return !choice || includes(before, choice.id) !== includes(after, choice.id);
      })
      .map(({ ref }) => ref);
  }

  private content(field: AnswerField): CellContent {
    const asked = this.cells.find(({ question }) => question.field === field);
    return asked && this.contents.get(asked);
  }

  private filledIn(branch: boolean): readonly AskedCell[] {
    return this.cells.filter((asked) => {
      const content = this.contents.get(asked);
      return answerFields[asked.question.field].branch === branch && isFilled(asked.question, content);
    });
  }

  /** As a client would send it. A text for "other" chooses it. */
  private raw(field: AnswerField): unknown {
    const { kind } = answerFields[field];
    if (kind === 'texts') return asList(this.content(field));
    if (kind !== 'choices') return this.content(field);
    const chosen = this.cells
      .filter((asked) => asked.question.field === field && this.contents.get(asked) === true)
      .flatMap(({ question }) => question.choice?.id ?? []);
    const other = this.cells.some(
      (asked) =>
        answerFields[asked.question.field].otherOf === field && this.contents.get(asked) !== undefined,
    );
    return other ? [...new Set([...chosen, OTHER])] : chosen;
  }

  private isAsBefore({ question, cell, left }: AskedCell): boolean {
    if (left) return true;
    const reading = readCell(question, cell);
    if (reading.fault) return true;
    const [now, before] = [reading.content, this.baseContent(question)];
    if (answerFields[question.field].kind === 'count') return parseCount(now).count === before;
    return typeof now === 'string' && typeof before === 'string' ? tidied(now) === before : now === before;
  }

  /** What the cell had when the file was made. */
  private baseContent({ field, choice }: Question): CellContent {
    const content = contentOf(this.base, field);
    if (choice) return Array.isArray(content) && content.includes(choice.id) ? true : undefined;
    return typeof content === 'object' ? content?.join(', ') : content;
  }

  private reportViolation({ field, code }: AnswerViolation): void {
    const asked = this.cells.find(({ question }) => question.field === field);
    if (asked) this.report(asked, code as CellFaultCode);
  }

  private report({ ref, cell }: AskedCell, code: CellFaultCode): void {
    const value = cell?.text.slice(0, 100).toWellFormed();
    this.faults.push({ cell: ref, code, ...(value === undefined ? {} : { value }) });
  }
}

const isFilled = ({ choice }: Question, content: CellContent): boolean =>
  choice ? content === true : content !== undefined;

/** Several texts in a cell are separated by commas, or each has a line of its own. */
const asList = (content: CellContent): readonly string[] | undefined =>
  typeof content === 'string' ? content.split(/\r?\n/).filter((line) => line.trim() !== '') : undefined;

const contentAs = (base: Answer | null, field: AnswerViolation['field']): unknown =>
  field === 'answer' ? undefined : contentOf(base, field);
