import { createHash } from 'node:crypto';
import { canonicalJson } from '../event-store/hash-chain.js';
import type { JsonObject } from '../json.js';
import type { Survey } from './survey.js';

/**
 * What an LAO certifies: `{addedRows: {rowId: {aspectId, groupId, title}}, answers: {rowId: answer}, fiscalYear, laoCode, questionnaireVersion}`.
 * No names, no times: the same answers are the same document, whoever certified them.
 */
export const certifiedAnswers = (
  subject: { readonly fiscalYear: number; readonly laoCode: string; readonly questionnaireVersion: string },
  survey: Pick<Survey, 'answers' | 'addedRows'>,
): JsonObject => ({
  ...subject,
  answers: Object.fromEntries(survey.answers) as unknown as JsonObject,
  addedRows: Object.fromEntries(survey.addedRows) as unknown as JsonObject,
});

/** The certified answers in one number: SHA-256 (hex) over their canonical JSON (RFC 8785). */
export const surveyFingerprint = (...certified: Parameters<typeof certifiedAnswers>): string =>
  createHash('sha256')
    .update(canonicalJson(certifiedAnswers(...certified)))
    .digest('hex');
