import type { ResultsOverview } from '../api/types.js';
import type { Questionnaire, StandardRow } from '../../../src/questionnaire/questionnaire.js';
import type { Behind } from './view.js';

/** What every chart of the page is drawn from. */
export interface Shown {
  readonly overview: ResultsOverview;
  readonly questionnaire: Questionnaire;
  readonly titles: ReadonlyMap<string, StandardRow>;
  /** The year of the comparison. */
  readonly against: number | undefined;
  /** The address of the LAOs behind a number, within what the page shows. */
  readonly behind: (asked: Behind) => string;
  /** A sentence about a chart, and what its marks of the other year mean. */
  readonly said: (sentence: string) => string;
  /** What the frame of each chart says. */
  readonly figure: (name: string) => { readonly source: string; readonly fileName: string };
}
