import type { Answer, AnswerField, RowState } from '../../../src/questionnaire/answer.js';
import type { Choice, Titled } from '../../../src/questionnaire/questionnaire.js';
import type { ReadingKind } from '../../../src/reading/reading-events.js';

export type SurveyStatus = 'not-certified' | 'certified' | 'returned';
export type AspectState = 'not-started' | 'incomplete' | 'complete';
export interface Place {
  readonly code: string;
  readonly name: string;
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

export interface SurveyForm {
  readonly fiscalYear: number;
  readonly lao: Place & { readonly province: Place; readonly district: Place };
  readonly status: SurveyStatus;
  readonly certifiedAt: string | null;
  readonly returnedReason: string | null;
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
  readonly kind: ReadingKind;
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

export interface ProblemDocument {
  readonly type?: string;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly status: number;
  readonly [member: string]: unknown;
}
