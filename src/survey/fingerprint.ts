import { createHash } from 'node:crypto';
import { canonicalJson } from '../event-store/hash-chain.js';
import type { Survey } from './survey.js';

/**
 * What an LAO certifies, in one number: SHA-256 (hex) over the canonical JSON (RFC 8785) of
 * `{addedRows: {rowId: {aspectId, groupId, title}}, answers: {rowId: answer}, fiscalYear, laoCode, questionnaireVersion}`.
 */
export const surveyFingerprint = (
  subject: { readonly fiscalYear: number; readonly laoCode: string; readonly questionnaireVersion: string },
  survey: Pick<Survey, 'answers' | 'addedRows'>,
): string =>
  createHash('sha256')
    .update(
      canonicalJson({
        ...subject,
        answers: Object.fromEntries(survey.answers),
        addedRows: Object.fromEntries(survey.addedRows),
      }),
    )
    .digest('hex');
