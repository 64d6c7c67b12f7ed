import type { JsonObject } from '../basics/json.js';

/**
 * One survey form: data with a version, never code. A version is published into the log once and never changes; a campaign pins one
 * for life. `data/questionnaire-*.json` has this shape, too.
 */
export interface Questionnaire {
  readonly id: string;
  readonly version: string;
  readonly fiscalYear: number;
  readonly titleTh: string;
  readonly titleEn: string;
  readonly preamble: readonly Titled[];
  readonly columns: readonly (Titled & JsonObject)[];
  readonly processSteps: readonly ProcessStep[];
  readonly channels: readonly Choice[];
  readonly aspects: readonly Aspect[];
}

export interface Titled {
  readonly id: string;
  readonly titleTh: string;
  readonly titleEn: string;
}

export interface ProcessStep extends Titled {
  readonly number: number;
  readonly headTh: string;
}

/** `freeText`: choosing it asks for a text; `separator`: several texts in one box, stored as a list. */
export interface Choice extends Titled {
  readonly freeText?: boolean;
  readonly separator?: string;
}

export interface Aspect extends Titled {
  readonly number: number;
  readonly headingTh: string;
  /** Where an LAO may add a row: at each sub-heading, or by one button for the whole aspect. */
  readonly addRow: 'per-group' | 'aspect-button';
  readonly groups: readonly Group[];
}

/** `implicit` groups hold the rows of an aspect without sub-headings; they have no title. */
export interface Group {
  readonly id: string;
  readonly titleTh: string | null;
  readonly titleEn: string;
  readonly implicit?: boolean;
  readonly rows: readonly StandardRow[];
}

export interface StandardRow extends Titled {
  readonly kind: 'service' | 'multi-choice';
  readonly order: number;
  /** An explanation for the clerk, below the title. */
  readonly helpTh?: string;
  readonly helpEn?: string;
  readonly choices?: readonly Choice[];
}

/** The most rows that an LAO may add to its form. */
export const MAX_ADDED_ROWS = 200;

export const aspectOf = (questionnaire: Questionnaire, aspectId: string): Aspect | undefined =>
  questionnaire.aspects.find((aspect) => aspect.id === aspectId);

export const rowsOf = (aspect: Aspect): readonly StandardRow[] =>
  aspect.groups.flatMap((group) => group.rows);

/** The order of versions, by number: `2565.2` before `2565.10`. */
export const compareVersions = (one: string, other: string): number =>
  one.localeCompare(other, 'en', { numeric: true });
