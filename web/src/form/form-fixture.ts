import { readFileSync } from 'node:fs';
import type { Answer } from '../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../api/types.js';

export const questionnaire = JSON.parse(
  readFileSync('data/questionnaire-2565.json', 'utf8'),
) as Questionnaire;
/** Two rows of the first aspect. */
export const plain = 'newborn-grant-registration';
export const next = 'newborn-grant-status-check';

/** A form with these answers. */
export const formWith = (answers: Readonly<Record<string, Answer>> = {}, revision = '5'): SurveyForm => ({
  fiscalYear: 2565,
  lao: {
    code: '03120102',
    name: 'เทศบาลนครนนทบุรี',
    nameEn: 'Nonthaburi City Municipality',
    officialName: 'เทศบาลนครนนทบุรี',
    type: 'city-municipality',
    province: { code: '12', name: 'นนทบุรี', nameEn: 'Nonthaburi' },
    district: { code: '1201', name: 'เมืองนนทบุรี', nameEn: 'Mueang Nonthaburi' },
  },
  withdrawn: null,
  predecessors: [],
  questionnaireVersion: questionnaire.version,
  campaign: { state: 'open', opensAt: '', closesAt: '', closedAt: null },
  status: 'not-certified',
  certifiedAt: null,
  certifiedRevision: null,
  fingerprint: null,
  returnedAt: null,
  returnedReason: null,
  lastActivityAt: null,
  lastReturn: null,
  provinceCertifiedAt: null,
  revision,
  aspects: questionnaire.aspects.map((aspect) => ({
    id: aspect.id,
    number: aspect.number,
    title: aspect.titleTh,
    state: 'not-started',
    savedAt: null,
    rows: aspect.groups.flatMap((group) =>
      group.rows.map((row) => ({
        id: row.id,
        groupId: group.id,
        title: row.titleTh,
        standard: true,
        kind: row.kind,
        ...(row.choices ? { choices: row.choices } : {}),
        state: 'unanswered' as const,
        missing: [],
        answer: answers[row.id] ?? null,
      })),
    ),
  })),
});
