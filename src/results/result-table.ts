import { Slices } from '../basics/slices.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { answerRows, wideRow, type LaoResult } from './answer-row.js';
import { longColumns, rowQuestions, wideColumns } from './columns.js';
import type { Column, FlatRow } from './flat.js';

export const shapes = ['long', 'wide'] as const;
/** `long`: one line for each row of each LAO. `wide`: one line for each LAO. */
export type Shape = (typeof shapes)[number];

/** The answers at one position of the log, as a flat table. */
export interface ResultTable {
  readonly fiscalYear: number;
  readonly shape: Shape;
  readonly questionnaire: Questionnaire;
  readonly position: string;
  /** When the event at the position was recorded. */
  readonly time: string;
  readonly columns: readonly Column[];
  /** The rows in list order, of one LAO at a time. They can be read once, and come from the log while they are read. */
  readonly batches: AsyncIterable<readonly FlatRow[]>;
}

export interface TableHead {
  readonly fiscalYear: number;
  readonly shape: Shape;
  readonly questionnaire: Questionnaire;
  readonly position: string;
  readonly time: string;
}

export const resultTable = (head: TableHead, portions: AsyncIterable<readonly LaoResult[]>): ResultTable => ({
  ...head,
  columns: head.shape === 'long' ? longColumns : wideColumns(head.questionnaire),
  batches: batches(head, portions),
});

async function* batches(
  { shape, questionnaire }: TableHead,
  portions: AsyncIterable<readonly LaoResult[]>,
): AsyncGenerator<readonly FlatRow[]> {
  const questions = rowQuestions(questionnaire);
  const slices = await Slices.begin();
  for await (const portion of portions) {
    for (const lao of portion) {
      yield shape === 'long' ? answerRows(lao, questionnaire) : [wideRow(lao, questionnaire, questions)];
      await slices.step(); // the nation has half a million rows, so other requests run in between
    }
  }
}

/** What the end of every file says, so that a part of a file is never taken for the whole. */
export const closing = ({ position, time }: ResultTable, rows: number) => ({ rows, position, time });
