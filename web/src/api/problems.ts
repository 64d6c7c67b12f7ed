import type { MissingLao } from '../../../src/certification/province-decisions.js';
import type { AnswerViolation } from '../../../src/questionnaire/answer.js';
import type { ProblemCode } from '../../../src/problems/problem.js';
import type { IncompleteAspect } from '../../../src/form/completeness.js';
import { ApiError, type ProblemDocument } from './errors.js';
import type { Change, EventType } from './types.js';

/** What an officer did, or a certification of an LAO. */
type ProvinceChange = Pick<Change, 'at' | 'by' | 'revision'> & {
  readonly type: EventType;
  readonly laoCode?: string;
};

/** The problems that a screen takes apart, with the members that the server adds to each. */
interface Members {
  readonly 'survey-incomplete': { readonly aspects: readonly IncompleteAspect[] };
  readonly 'province-incomplete': { readonly count: number; readonly missing: readonly MissingLao[] };
  readonly 'revision-conflict': { readonly changes: readonly Change[] };
  readonly 'province-changed': { readonly changes: readonly ProvinceChange[] };
  readonly 'invalid-answers': {
    readonly violations: readonly (AnswerViolation & { readonly rowId: string })[];
  };
}

/** The problem with its members, if the error is this one. */
export const problemIn = <Code extends keyof Members & ProblemCode>(
  error: unknown,
  code: Code,
): (ProblemDocument & Members[Code]) | undefined =>
  error instanceof ApiError && error.problem.code === code
    ? (error.problem as ProblemDocument & Members[Code])
    : undefined;
