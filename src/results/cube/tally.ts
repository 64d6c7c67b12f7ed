import type { Slices } from '../../basics/slices.js';
import type { AnswerField } from '../../questionnaire/answer.js';
import { ANSWERED, NEEDED, NOT_NEEDED, OFFERING, type AnswerLog } from './answer-log.js';

/** People who used services: their number, and how many answers name one. */
export interface Users {
  readonly sum: number;
  readonly laos: number;
}

/** Numbers of LAOs that answered one row. */
export interface RowTally {
  answered: number;
  offering: number;
  notOffering: number;
  needed: number;
  notNeeded: number;
  readonly users: { sum: number; laos: number };
  /** By the number of the chosen id in `selections`. */
  readonly members: number[];
}

const blankRow = (): RowTally => ({
  answered: 0,
  offering: 0,
  notOffering: 0,
  needed: 0,
  notNeeded: 0,
  users: { sum: 0, laos: 0 },
  members: [],
});

export interface Tally {
  /** In form order. */
  readonly rows: readonly RowTally[];
  readonly addedRows: { rows: number; laos: number };
}

/** Counts the answers of some LAOs at a position, row by row. */
export const tally = async (
  log: AnswerLog,
  laoCodes: Iterable<string>,
  position: number,
  slices: Slices,
): Promise<Tally> => {
  const rows = log.rows.map(blankRow);
  const addedRows = { rows: 0, laos: 0 };
  for (const laoCode of laoCodes) {
    const lao = log.laoNumber(laoCode);
    if (lao === undefined) continue;
    for (let row = 0; row < rows.length; row += 1) add(rows[row]!, log, log.changeAt(lao, row, position));
    const added = log.addedRowsAt(lao, position);
    addedRows.rows += added;
    if (added > 0) addedRows.laos += 1;
    await slices.step();
  }
  return { rows, addedRows };
};

const add = (counts: RowTally, log: AnswerLog, change: number): void => {
  const flags = log.flagsOf(change);
  if ((flags & ANSWERED) === 0) return;
  counts.answered += 1;
  if ((flags & NEEDED) !== 0) counts.needed += 1;
  if ((flags & NOT_NEEDED) !== 0) counts.notNeeded += 1;
  if ((flags & OFFERING) === 0) {
    counts.notOffering += 1;
    return;
  }
  counts.offering += 1;
  for (const member of log.membersOf(change)) counts.members[member] = (counts.members[member] ?? 0) + 1;
  const users = log.usersOf(change);
  if (Number.isNaN(users)) return;
  counts.users.sum += users;
  counts.users.laos += 1;
};

/** How often each of these ids of a field was chosen. */
export const chosenIn = (
  { members }: RowTally,
  { selections }: AnswerLog,
  field: AnswerField,
  offered: readonly { readonly id: string }[],
): Record<string, number> =>
  Object.fromEntries(offered.map(({ id }) => [id, members[selections.numberOfMember(field, id) ?? -1] ?? 0]));

/** One LAO's answers together, or its answer to one row. */
export interface LaoTally {
  readonly answered: number;
  readonly offering: number;
  readonly needed: number;
  readonly users: Users;
}

/** @param row undefined: all standard rows */
export const laoTally = (
  log: AnswerLog,
  laoCode: string,
  position: number,
  row: number | undefined,
): LaoTally => {
  const counts = blankRow();
  const lao = log.laoNumber(laoCode);
  if (lao !== undefined) {
    for (const each of row === undefined ? log.rows.keys() : [row])
      add(counts, log, log.changeAt(lao, each, position));
  }
  const { answered, offering, needed, users } = counts;
  return { answered, offering, needed, users };
};
