import type { StandardRow } from '../../../src/questionnaire/questionnaire.js';
import type { LaoResult } from '../api/types.js';

/** What every part of an LAO's own result is drawn from. */
export interface LaoParts {
  readonly result: LaoResult;
  readonly titles: ReadonlyMap<string, StandardRow>;
  readonly figure: (name: string) => { readonly source: string; readonly fileName: string };
}
