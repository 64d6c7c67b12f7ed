import type { Answer, AnswerField, RowState } from '../../../src/questionnaire/answer.js';
import type { Choice, Titled } from '../../../src/questionnaire/questionnaire.js';
import type { AuditReadKind } from '../../../src/events/audit-read-events.js';

export type SurveyStatus = 'not-certified' | 'certified' | 'returned';
export type AspectState = 'not-started' | 'incomplete' | 'complete';
export interface Place {
  readonly code: string;
  readonly name: string;
}

/** As the directory files have it. */
export interface Province extends Place {
  readonly region: string;
}

interface RosterNames {
  readonly name: string;
  readonly district: string;
}

/** One thing in which the directory files differ from a recorded roster. */
export interface RosterChange {
  readonly kind: 'added' | 'renamed' | 'moved' | 'gone';
  readonly laoCode: string;
  readonly before: RosterNames | null;
  readonly after: RosterNames | null;
}

export interface ProvinceChanges extends Place {
  readonly certifiedAt: string | null;
  readonly changes: readonly RosterChange[];
  readonly successors: readonly Place[];
}

export interface Me {
  readonly sub: string;
  readonly name: string;
  readonly role: 'lao' | 'province' | 'auditor' | 'admin';
  readonly lao?: (Place & { readonly province?: Place; readonly district?: Place }) | null;
  readonly province?: Place | null;
}

export interface Campaign {
  readonly fiscalYear: number;
  readonly questionnaireVersion: string;
  readonly provinces: readonly string[];
  readonly opensAt: string;
  readonly closesAt: string;
  readonly closedAt: string | null;
  readonly state: 'scheduled' | 'open' | 'closed';
}

export interface SurveyItem {
  readonly fiscalYear: number;
  readonly lao: Place;
  readonly province: Place;
  readonly district: Place;
  readonly status: SurveyStatus;
  readonly certifiedAt?: string | null;
  readonly lastActivityAt?: string | null;
}

/** What the server could prove of a stream of the log. */
export interface Verification {
  readonly intact: boolean;
  readonly events: number;
  /** How many of them the checkpoint attests. */
  readonly attested: number;
  readonly checkpoint: { readonly size: number; readonly time: string } | null;
  /** The first thing that is wrong, in words. */
  readonly fault: { readonly th: string; readonly en: string } | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

export interface FormRow {
  readonly id: string;
  readonly groupId: string;
  readonly title: string;
  readonly standard: boolean;
  readonly kind: 'service' | 'multi-choice';
  readonly choices?: readonly Choice[];
  readonly state: RowState;
  readonly answer: Answer | null;
}

export interface FormAspect {
  readonly id: string;
  readonly state: AspectState;
  readonly savedAt: string | null;
  readonly rows: readonly FormRow[];
}

/** A row that the province named, and whether it was answered anew since. */
export interface ReturnedRow {
  readonly rowId: string;
  readonly note: string | null;
  readonly changed: boolean;
}

export interface Return {
  readonly at: string;
  readonly reason: string;
  readonly rows: readonly ReturnedRow[];
}

export interface SurveyForm {
  readonly fiscalYear: number;
  readonly lao: Place & { readonly province: Place; readonly district: Place };
  /** Since when the round asks it no longer. */
  readonly withdrawn: {
    readonly at: string;
    readonly reason: string;
    readonly successor: Place | null;
  } | null;
  /** The LAOs whose place it took. */
  readonly predecessors: readonly Place[];
  readonly status: SurveyStatus;
  readonly certifiedAt: string | null;
  readonly lastReturn: Return | null;
  readonly provinceCertifiedAt: string | null;
  readonly revision: string;
  readonly aspects: readonly FormAspect[];
}

export interface Receipt {
  readonly revision: string;
  readonly position: string;
  readonly rowId?: string;
}

export interface Change {
  readonly revision: string;
  readonly at: string;
  readonly type: string;
  readonly aspectId?: string;
  readonly rowId?: string;
  readonly title?: string;
  readonly answer?: Answer | null;
  readonly by: { readonly role: string; readonly sub: string; readonly name?: string };
}

export interface IncompleteAspect {
  readonly aspectId: string;
  readonly state: AspectState;
  readonly saved: boolean;
  readonly rows: readonly {
    readonly rowId: string;
    readonly title: string;
    readonly missing: readonly AnswerField[];
  }[];
}

export interface LaoStanding extends Place {
  readonly district: Place;
  readonly status: SurveyStatus;
  readonly certifiedAt: string | null;
  readonly lastActivityAt: string | null;
}

export interface ProvinceStatus {
  readonly fiscalYear: number;
  readonly province: Place;
  readonly total: number;
  readonly certified: number;
  readonly returned: number;
  readonly notCertified: number;
  readonly notStarted: number;
  readonly certifiedAt: string | null;
  readonly revokedAt: string | null;
  readonly revokedReason: string | null;
  readonly lastActivityAt: string | null;
  readonly missing: readonly LaoStanding[];
  readonly laos: readonly (LaoStanding & {
    readonly aspects: readonly { readonly id: string; readonly state: AspectState }[];
  })[];
}

export interface Actor {
  readonly sub: string;
  readonly name?: string;
  readonly role: string;
  readonly laoCode?: string;
  readonly provinceCode?: string;
}

/** Null is empty. */
export interface FieldChange {
  readonly field: AnswerField | 'closesAt';
  readonly before: string | number | boolean | readonly string[] | null;
  readonly after: string | number | boolean | readonly string[] | null;
}

export interface HistoryPage extends Page<HistoryItem> {
  readonly upTo: string | null;
}

interface CertificationTimes {
  readonly firstCertifiedAt: string | null;
  readonly lastCertifiedAt: string | null;
  readonly certifiedBy: Actor | null;
  readonly count: number;
  readonly undone: readonly { readonly at: string; readonly reason: string; readonly by: Actor }[];
}
export type LaoTimes = Place & CertificationTimes & { readonly district: Place };
export type ProvinceTimes = Place & CertificationTimes & { readonly laos: readonly LaoTimes[] };
export interface CertificationTable {
  readonly position: string;
  readonly provinces: readonly ProvinceTimes[];
}

export interface Reading {
  readonly position: string;
  readonly at: string;
  readonly actor: Actor;
  readonly kind: AuditReadKind;
  readonly fiscalYear: number | null;
  readonly province: Place | null;
  readonly lao: Place | null;
  readonly filter: Readonly<Record<string, string>>;
}

export interface KeptPerson {
  readonly sub: string;
  readonly name: string | null;
  readonly source: 'sign-in' | 'correction' | 'erased';
  readonly since: string;
}
export interface KeptPersonWithActs extends KeptPerson {
  readonly acts: readonly {
    readonly type: string;
    readonly at: string;
    readonly by: Actor;
    readonly reason: string;
    readonly position: string;
  }[];
}

export interface HistoryItem {
  readonly position: string;
  readonly revision: string;
  readonly stream: string;
  readonly type: string;
  readonly at: string;
  readonly actor: Actor;
  readonly office: Place | null;
  readonly lao: Place | null;
  readonly aspect: Titled | null;
  readonly row: Titled | null;
  readonly changes: readonly FieldChange[];
  readonly command: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface ReadModelDifference {
  readonly collection: string;
  readonly id: string;
  readonly field: string | null;
  readonly live: unknown;
  readonly replayed: unknown;
  readonly events: readonly {
    readonly stream: string;
    readonly revision: string;
    readonly position: string;
    readonly type: string;
  }[];
}

export interface Comparison {
  readonly running: {
    readonly startedAt: string;
    readonly percent: number;
    readonly secondsLeft: number | null;
  } | null;
  readonly last: {
    readonly finishedAt: string;
    readonly position: string | null;
    readonly documents: number;
    readonly differences: number;
    readonly undecided: number;
    readonly named: readonly ReadModelDifference[];
  } | null;
  readonly failedAt: string | null;
}

/** A point at which what is shown became something else. */
export interface PastStep {
  readonly position: string;
  readonly time: string;
  readonly type: string;
  /** Whom it concerns, where a page shows more than one. */
  readonly name?: string;
  /** Of the survey, where it is the survey's own event. */
  readonly revision?: string | null;
}

export interface LaoCounts {
  readonly total: number;
  readonly notStarted: number;
  readonly inProgress: number;
  readonly certified: number;
  readonly returned: number;
}

export interface ProvinceProgress extends LaoCounts {
  readonly province: Place;
  readonly certifiedAt: string | null;
}

export interface Progress extends LaoCounts {
  readonly fiscalYear: number;
  readonly provincesCertified: number;
  readonly provinces: readonly ProvinceProgress[];
}

export interface Deed {
  readonly by: { readonly role: string; readonly sub: string; readonly name?: string };
  readonly at: string;
  readonly position: string;
}

export interface CellChange extends Deed {
  readonly aspectId: string;
  readonly rowId: string;
  readonly title: string | null;
  readonly field: AnswerField;
  readonly before: CellValue;
  readonly after: CellValue;
}
export type CellValue = Answer[AnswerField] | null;

export interface RowChange extends Deed {
  readonly aspectId: string;
  readonly rowId: string;
  readonly title: string;
}

export interface SurveyDifference {
  readonly fiscalYear: number;
  readonly lao: Place;
  readonly from: { readonly position: string; readonly time: string };
  readonly to: { readonly position: string; readonly time: string };
  readonly statusBefore: SurveyStatus;
  readonly statusAfter: SurveyStatus;
  readonly cells: readonly CellChange[];
  readonly rowsAdded: readonly RowChange[];
  readonly rowsRemoved: readonly RowChange[];
  readonly aspectsSaved: readonly (Deed & { readonly aspectId: string })[];
  readonly statusChanges: readonly (Deed & { readonly type: string; readonly reason: string | null })[];
}

export interface ProvinceDifference {
  readonly fiscalYear: number;
  readonly province: Place;
  readonly laos: readonly SurveyDifference[];
}

export interface ProblemDocument {
  readonly type?: string;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly status: number;
  readonly [member: string]: unknown;
}
