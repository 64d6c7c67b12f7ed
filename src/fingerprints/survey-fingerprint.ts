import { createHash } from 'node:crypto';
import { canonicalJson } from '../event-store/hash-chain.js';
import { asJson, type JsonObject } from '../basics/json.js';
import type { RowAdded } from '../events/survey-events.js';
import type { Answer } from '../questionnaire/answer.js';

/**
 * What an LAO certifies: `{addedRows: {rowId: {aspectId, groupId, title}}, answers: {rowId: answer}, fiscalYear,
 * laoCode, questionnaireVersion}`. It holds no names and no times: the same answers give the same document, whatever
 * person certifies them.
 */
export const certifiedAnswers = (
  subject: { readonly fiscalYear: number; readonly laoCode: string; readonly questionnaireVersion: string },
  survey: {
    readonly answers: ReadonlyMap<string, Answer>;
    readonly addedRows: ReadonlyMap<string, Omit<RowAdded['data'], 'rowId'>>;
  },
): JsonObject => ({
  ...subject,
  answers: asJson<{ readonly [rowId: string]: Answer }>(Object.fromEntries(survey.answers)),
  addedRows: Object.fromEntries(survey.addedRows),
});

/** The fingerprint of the certified answers: SHA-256 (hex) over their canonical JSON (RFC 8785). */
export const surveyFingerprint = (...certified: Parameters<typeof certifiedAnswers>): string =>
  createHash('sha256')
    .update(canonicalJson(certifiedAnswers(...certified)))
    .digest('hex');
