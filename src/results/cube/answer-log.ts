import type { LaoAnswers } from '../../../projections/read-models/answers.js';
import { answerChosen, countedIn, type CountedChange } from '../../../projections/read-models/change-text.js';
import type { Answer } from '../../questionnaire/answer.js';
import { rowsOf, type Questionnaire, type StandardRow } from '../../questionnaire/questionnaire.js';
import { withRoom } from './growing.js';
import { Selections } from './selections.js';

/** What an answer says, as bits. No bit: there is no answer. */
export const ANSWERED = 1;
export const OFFERING = 2;
export const NEEDED = 4;
export const NOT_NEEDED = 8;

const NONE = -1;

/**
 * The answers to the standard rows in one year, each with every earlier one: columns of numbers, some 25 bytes a change, so a nation's
 * million changes need 25 MB. Each change knows the one before in its cell (an LAO and a row), so a cell at any position is a short walk.
 * The number of rows that an LAO added is kept as one more cell.
 */
export class AnswerLog {
  readonly rows: readonly StandardRow[];
  readonly selections = new Selections();
  private readonly rowNumbers: ReadonlyMap<string, number>;
  private readonly laos = new Map<string, Lao>();
  private readonly kinds = new Map<string, Omit<Entry, 'count'>>();
  private length = 0;
  private last = new Int32Array(0);
  private before = new Int32Array(1024);
  private positions = new Float64Array(1024);
  private flags = new Uint8Array(1024);
  private chosen = new Int32Array(1024);
  private counts = new Float64Array(1024);

  constructor(questionnaire: Questionnaire) {
    this.rows = questionnaire.aspects.flatMap(rowsOf);
    this.rowNumbers = new Map(this.rows.map(({ id }, number) => [id, number]));
  }

  /** Takes in what is new in the document. */
  take({ laoCode, changes }: LaoAnswers): void {
    const lao = this.laos.get(laoCode) ?? this.begin(laoCode);
    const revisions = Object.keys(changes).map((key) => Number(key.slice(1)));
    for (const revision of revisions.sort((a, b) => a - b)) {
      if (revision <= lao.revision) continue;
      this.change(lao, countedIn(changes[`r${revision}`]!));
      lao.revision = revision;
    }
  }

  /** The number of an LAO; undefined for one without events. */
  laoNumber(laoCode: string): number | undefined {
    return this.laos.get(laoCode)?.number;
  }

  rowNumber(rowId: string): number | undefined {
    return this.rowNumbers.get(rowId);
  }

  /** The change that a cell holds at a position; −1 before its first. */
  changeAt(lao: number, row: number, position: number): number {
    let change = this.last[lao * (this.rows.length + 1) + row]!;
    while (change !== NONE && this.positions[change]! > position) change = this.before[change]!;
    return change;
  }

  flagsOf(change: number): number {
    return change === NONE ? 0 : this.flags[change]!;
  }

  /** The number of persons; NaN if the answer has none. */
  usersOf(change: number): number {
    return change === NONE ? Number.NaN : this.counts[change]!;
  }

  /** The numbers of what it chooses, see `selections`. */
  membersOf(change: number): readonly number[] {
    return change === NONE ? [] : this.selections.combinations[this.chosen[change]!]!;
  }

  /** How many rows of its own the LAO has at a position. */
  addedRowsAt(lao: number, position: number): number {
    const change = this.changeAt(lao, this.rows.length, position);
    return change === NONE ? 0 : this.counts[change]!;
  }

  private begin(laoCode: string): Lao {
    const lao = { number: this.laos.size, revision: -1, addedRows: 0 };
    this.laos.set(laoCode, lao);
    this.last = withRoom(this.last, this.laos.size * (this.rows.length + 1), NONE);
    return lao;
  }

  private change(lao: Lao, { position, type, rowId, choices, count }: CountedChange): void {
    if (type === 'answer') {
      const row = this.rowNumbers.get(rowId);
      if (row !== undefined) this.append(lao, row, position, { ...this.known(choices), count });
      return;
    }
    if (type !== 'row-added' && type !== 'row-removed') return;
    lao.addedRows += type === 'row-added' ? 1 : -1;
    this.append(lao, this.rows.length, position, { flags: 0, chosen: 0, count: lao.addedRows });
  }

  /** Most answers are like many others, so each kind is read once. */
  private known(choices: string): Omit<Entry, 'count'> {
    const known = this.kinds.get(choices);
    if (known) return known;
    const answer = answerChosen(choices);
    const kind = { flags: flagsIn(answer), chosen: answer ? this.selections.numberOf(answer) : 0 };
    this.kinds.set(choices, kind);
    return kind;
  }

  private append(lao: Lao, row: number, position: number, { flags, chosen, count }: Entry): void {
    const change = this.length;
    this.length += 1;
    this.before = withRoom(this.before, this.length);
    this.positions = withRoom(this.positions, this.length);
    this.flags = withRoom(this.flags, this.length);
    this.chosen = withRoom(this.chosen, this.length);
    this.counts = withRoom(this.counts, this.length);
    const cell = lao.number * (this.rows.length + 1) + row;
    this.before[change] = this.last[cell]!;
    this.last[cell] = change;
    this.positions[change] = position;
    this.flags[change] = flags;
    this.chosen[change] = chosen;
    this.counts[change] = count;
  }
}

interface Lao {
  readonly number: number;
  /** Of its last change that was taken in. */
  revision: number;
  addedRows: number;
}

interface Entry {
  readonly flags: number;
  readonly chosen: number;
  readonly count: number;
}

const flagsIn = (answer: Answer | null): number => {
  if (!answer) return 0;
  if (answer.hasEService) return ANSWERED | OFFERING;
  if (answer.isNeeded === undefined) return ANSWERED;
  return ANSWERED | (answer.isNeeded ? NEEDED : NOT_NEEDED);
};
