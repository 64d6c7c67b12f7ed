import type { Problem } from '../problems/problem.js';
import { wording, type Language } from '../http/wording.js';

/** Whether a path belongs to the OData service, whose clients expect errors in OData's own form. */
export const isOdata = (path: string): boolean => /^\/odata(?:\/|$)/.test(path);

export const ODATA_JSON = 'application/json;odata.metadata=minimal;charset=utf-8';

/** A problem in the form of OData 4.0 (JSON format, 19). The code is the problem's own. */
export const odataError = (problem: Problem, language: Language) => {
  const { title, detail } = wording(problem, language);
  return { error: { code: problem.code, message: `${title}: ${detail}`, innererror: problem.details } };
};
