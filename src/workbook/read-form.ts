import { keptText, tidied } from '../basics/text.js';
import type { AspectView, FormView, RowView } from '../form/form-view.js';
import { questionsOf, sameAnswer, type Answer } from '../questionnaire/answer.js';
import { MAX_ADDED_ROWS, type Aspect, type Questionnaire } from '../questionnaire/questionnaire.js';
import type { Sheet } from '../spreadsheet/read-workbook.js';
import { MAX_TITLE } from '../survey/survey-decisions.js';
import type { CellFault, CellFaultCode } from './cell-faults.js';
import {
  aspectIn,
  questionCode,
  columnQuestions,
  FIRST_ANSWER,
  lineQuestions,
  TITLE,
  type Question,
} from './codes.js';
import { Grid } from './grid.js';
import { questionTitle, sheetTitle } from './layout.js';
import { readRow, type AskedCell, type ChangedCells, type ReadRow } from './read-row.js';

/** A row whose answer the file has otherwise than the form had it. */
export interface FileRow {
  readonly sheet: string;
  readonly aspectId: string;
  readonly rowId: string;
  readonly base: Answer | null;
  readonly answer: Answer | null;
  readonly changes: readonly ChangedCells[];
}

/** A service that was written into an empty line. */
export interface FileNewRow {
  readonly sheet: string;
  /** Of the title. */
  readonly cell: string;
  readonly aspectId: string;
  readonly groupId: string;
  readonly title: string;
  readonly answer: Answer | null;
}

export interface FormReading {
  readonly rows: readonly FileRow[];
  readonly newRows: readonly FileNewRow[];
  readonly faults: readonly CellFault[];
}

/** `base`: the form when the file was made. `now`: the form as it is. They are the same until someone saves. */
export interface FormsBehind {
  readonly questionnaire: Questionnaire;
  readonly base: FormView;
  readonly now: FormView;
}

/** What a workbook says otherwise than the form. What cannot be read is named, and the rest is taken. */
export const readForm = (sheets: readonly Sheet[], forms: FormsBehind): FormReading => {
  const grids = Map.groupBy(
    sheets.map((sheet) => new Grid(sheet)),
    ({ corner }) => aspectIn(corner),
  );
  const readings = forms.questionnaire.aspects.map((aspect): FormReading => {
    const [grid, second] = grids.get(aspect.id) ?? [];
    if (!grid) return onlyFault({ sheet: sheetTitle(aspect), cell: '', code: 'sheet-missing' });
    const reading = new AspectReader(grid, aspect, forms).read();
    if (!second) return reading;
    return {
      ...reading,
      faults: [...reading.faults, { sheet: second.title, cell: '', code: 'sheet-twice' }],
    };
  });
  return withinLimit(forms.now, {
    rows: readings.flatMap(({ rows }) => rows),
    newRows: readings.flatMap(({ newRows }) => newRows),
    faults: readings.flatMap(({ faults }) => faults),
  });
};

const onlyFault = (fault: CellFault): FormReading => ({ rows: [], newRows: [], faults: [fault] });

const withinLimit = (now: FormView, reading: FormReading): FormReading => {
  const added = now.aspects.flatMap(({ rows }) => rows).filter(({ standard }) => !standard).length;
  const room = Math.max(0, MAX_ADDED_ROWS - added);
  const beyond = reading.newRows.slice(room);
  return {
    ...reading,
    newRows: reading.newRows.slice(0, room),
    faults: [
      ...reading.faults,
      ...beyond.map(({ sheet, cell }): CellFault => ({ sheet, cell, code: 'too-many-rows' })),
    ],
  };
};

class AspectReader {
  private readonly rows: FileRow[] = [];
  private readonly newRows: FileNewRow[] = [];
  private readonly faults: CellFault[] = [];
  private readonly columns: readonly Question[];
  private readonly base: AspectView['rows'];
  private readonly now: AspectView['rows'];
  private readonly seen = new Set<string>();

  constructor(
    private readonly grid: Grid,
    private readonly aspect: Aspect,
    private readonly forms: FormsBehind,
  ) {
    this.columns = columnQuestions(forms.questionnaire);
    this.base = rowsIn(forms.base, aspect);
    this.now = rowsIn(forms.now, aspect);
  }

  read(): FormReading {
    for (const { ref } of this.grid.merged) this.report(ref, 'merged');
    for (const question of this.columns) {
      if (!this.grid.has(questionCode(question))) this.report('', 'column-missing', questionTitle(question));
    }
    if (!this.grid.has(TITLE)) this.report('', 'column-missing', TITLE);
    for (const { row: line, id } of this.grid.lines) {
      if (id.is === 'row') this.readLine(line, id.rowId);
      else if (id.is === 'new') this.readNewLine(line, id.groupId);
    }
    for (const { id, title } of this.base) if (!this.seen.has(id)) this.report('', 'row-missing', title);
    return { rows: this.rows, newRows: this.newRows, faults: this.faults };
  }

  /** The corner of the sheet is in the column of ids, too. */
  private readLine(line: number, rowId: string): void {
    if (aspectIn(rowId) !== undefined) return;
    const base = this.base.find(({ id }) => id === rowId);
    const titleRef = this.grid.ref(line, TITLE);
    if (!base) return this.report(titleRef, 'unknown-row', rowId);
    if (this.seen.has(rowId)) return this.report(titleRef, 'row-twice', base.title);
    this.seen.add(rowId);
    const title = this.titleAt(titleRef);
    if (title !== undefined && tidied(title) !== tidied(base.title))
      this.report(titleRef, 'title-changed', base.title);
    const read = readRow(questionsOf(this.forms.questionnaire, base), this.cellsOf(line, base), base.answer);
    this.take(base, read, titleRef);
  }

  /** What another person has recorded meanwhile in the same words is no difference any more. */
  private take(base: RowView, { answer, changes, faults }: ReadRow, titleRef: string): void {
    this.faults.push(...faults.map((fault) => ({ sheet: this.grid.title, ...fault })));
    if (changes.length === 0) return;
    const now = this.now.find(({ id }) => id === base.id);
    if (!now) return this.report(titleRef, 'row-removed', base.title);
    if (sameAnswer(now.answer, answer)) return;
    const { title: sheet } = this.grid;
    this.rows.push({ sheet, aspectId: this.aspect.id, rowId: base.id, base: base.answer, answer, changes });
  }

  private readNewLine(line: number, groupId: string): void {
    const titleRef = this.grid.ref(line, TITLE);
    const cells = this.cellsOf(line, {});
    const written = this.titleAt(titleRef);
    if (written === undefined) {
      if (cells.some(({ cell }) => cell)) this.report(titleRef, 'title-missing');
      return;
    }
    const { text: title, problem } = keptText(written, MAX_TITLE);
    if (title === undefined) return this.report(titleRef, problem, written.slice(0, 100).toWellFormed());
    if (this.aspect.groups.every(({ id }) => id !== groupId))
      return this.report(titleRef, 'unknown-row', groupId);
    const known = this.addedSince(groupId, title);
    const read = readRow(questionsOf(this.forms.questionnaire, {}), cells, known?.answer ?? null);
    if (known) {
      this.seen.add(known.id);
      return this.take(known, read, titleRef);
    }
    const { title: sheet } = this.grid;
    this.faults.push(...read.faults.map((fault) => ({ sheet, ...fault })));
    this.newRows.push({
      ...{ sheet, cell: titleRef, aspectId: this.aspect.id, groupId, title },
      answer: read.answer,
    });
  }

  /** The row of this title that was added after the file was made, perhaps from this file. */
  private addedSince(groupId: string, title: string): RowView | undefined {
    return this.now.find(
      (row) =>
        row.groupId === groupId &&
        row.title === title &&
        !this.seen.has(row.id) &&
        this.base.every(({ id }) => id !== row.id),
    );
  }

  private titleAt(ref: string): string | undefined {
    const text = this.grid.at(ref)?.text.trim();
    return text === '' ? undefined : text;
  }

  private cellsOf(line: number, row: Partial<Pick<RowView, 'id' | 'choices'>>): readonly AskedCell[] {
    const inColumns = this.columns.map((question) =>
      this.asked(question, this.grid.ref(line, questionCode(question))),
    );
    const further = lineQuestions(this.forms.questionnaire, row).map((question) => {
      const own = this.grid.lines.find(
        ({ id }) => id.is === 'question' && id.rowId === row.id && id.code === questionCode(question),
      );
      if (!own) this.report('', 'row-missing', questionTitle(question));
      return this.asked(question, own ? this.grid.ref(own.row, FIRST_ANSWER) : '');
    });
    return [...inColumns, ...further];
  }

  /** A cell that is not there leaves the answer as it is. */
  private asked(question: Question, ref: string): AskedCell {
    return { question, ref, cell: this.grid.at(ref), left: ref === '' || this.grid.isMerged(ref) };
  }

  private report(cell: string, code: CellFaultCode, value?: string): void {
    this.faults.push({ sheet: this.grid.title, cell, code, ...(value === undefined ? {} : { value }) });
  }
}

const rowsIn = (form: FormView, aspect: Aspect): AspectView['rows'] =>
  form.aspects.find(({ id }) => id === aspect.id)?.rows ?? [];
