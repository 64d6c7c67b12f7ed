import type { Answer, AnswerField, RowState } from '../../../src/questionnaire/answer.js';
import type { Choice } from '../../../src/questionnaire/questionnaire.js';

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

export interface HistoryItem {
  readonly position: string;
  readonly revision: string;
  readonly stream: string;
  readonly type: string;
  readonly at: string;
  readonly actor: {
    readonly sub: string;
    readonly name?: string;
    readonly role: string;
    readonly laoCode?: string;
    readonly provinceCode?: string;
  };
  readonly command: unknown;
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
