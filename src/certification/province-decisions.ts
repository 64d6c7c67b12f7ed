import { requireOpen, type Campaign } from '../campaign/campaign.js';
import { requireSeen, StaleRevision, type SeenRevision } from '../commands/seen-revision.js';
import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { keptText } from '../basics/text.js';
import { readReason } from '../problems/reason.js';
import { formRows } from '../form/completeness.js';
import type { Survey } from '../form/survey.js';
import type { ProvinceEvent, ReturnedRow } from '../events/province-events.js';
import type { ProvinceKey } from '../events/streams.js';
import type { ProvinceYear } from '../roster/province.js';
import { requireAsked, requireRoster } from '../roster/roster-decisions.js';
import { askedLaos } from '../roster/roster.js';
import { standingCertification } from './standing-certification.js';

export const MAX_NOTE = 300;

/**
 * Returns one certified survey for correction.
 * The event names the exact certification that it undoes, and the rows that the officer objects to.
 */
export const decideReturnSurvey = (
  province: ProvinceYear,
  command: {
    readonly laoCode: string;
    readonly reason: unknown;
    readonly rows: readonly ReturnedRow[];
    /** The revision of the survey that the officer saw. */
    readonly seen: SeenRevision;
  },
  circumstances: {
    readonly survey: Survey;
    /** The survey's last revision. */
    readonly revision: bigint;
    readonly campaign: Campaign;
    readonly questionnaire: Questionnaire;
    readonly fiscalYear: number;
    readonly provinceCode: string;
    readonly now: Date;
  },
): readonly ProvinceEvent[] => {
  const { laoCode } = command;
  const { survey, campaign, fiscalYear, provinceCode, now } = circumstances;
  const reason = readReason(command.reason);
  // A survey that is returned after closing cannot be corrected, so it would block its province.
  requireOpen(campaign, fiscalYear, now);
  if (province.certification) throw problems.provinceCertified(provinceCode, province.certification.at);
  requireAsked(requireRoster(province, { fiscalYear, provinceCode }), laoCode);
  const standing = standingCertification(survey, province, laoCode);
  if (!standing) throw problems.surveyNotCertified(laoCode);
  requireSeen(command.seen, circumstances.revision, survey.fences);
  const rows = readRows(command.rows, survey, circumstances.questionnaire);
  const certifiedRevision = standing.revision.toString();
  return [{ type: 'LaoReturned', data: { laoCode, certifiedRevision, reason, rows } }];
};

/** @throws Problem `unknown-rows` for rows that were not certified, `invalid-note`. */
const readRows = (
  rows: readonly ReturnedRow[],
  survey: Survey,
  questionnaire: Questionnaire,
): readonly ReturnedRow[] => {
  const certified = new Set(
    questionnaire.aspects.flatMap((aspect) => formRows(aspect, survey.addedRows)).map(({ id }) => id),
  );
  const unknown = rows.map(({ rowId }) => rowId).filter((rowId) => !certified.has(rowId));
  if (unknown.length > 0) throw problems.unknownRows(unknown);
  return rows.map(({ rowId, note }) => {
    if (note === undefined) return { rowId };
    const { text, problem } = keptText(note, MAX_NOTE);
    if (text === undefined) throw problems.invalidNote(rowId, problem, MAX_NOTE);
    return { rowId, note: text };
  });
};

/** Records that an officer has read a survey as it was certified. A survey that changed in the meantime has to be read again. */
export const decideReviewSurvey = (
  province: ProvinceYear,
  key: ProvinceKey,
  command: { readonly laoCode: string; readonly certifiedRevision: string },
  survey: Survey,
): readonly ProvinceEvent[] => {
  const { laoCode, certifiedRevision } = command;
  if (province.certification) {
    throw problems.provinceCertified(key.provinceCode, province.certification.at);
  }
  requireAsked(requireRoster(province, key), laoCode);
  const standing = standingCertification(survey, province, laoCode);
  if (standing?.revision !== BigInt(certifiedRevision)) throw problems.certificationNotStanding(laoCode);
  if (province.reviewed.get(laoCode) === standing.revision) throw problems.surveyAlreadyReviewed(laoCode);
  return [{ type: 'SurveyReviewed', data: { laoCode, certifiedRevision: standing.revision.toString() } }];
};

/** An LAO that must certify before its province can. `province-incomplete` lists it in this form. */
export type MissingLao = { readonly code: string; readonly name: string; readonly district: string };

/**
 * Certifies all LAOs that the province's roster asks, in one event with the revision and fingerprint of each.
 * Officers may do this after the window has closed. `seen` is the log position up to which the officer saw the province.
 */
export const decideCertifyProvince = (
  province: ProvinceYear,
  key: ProvinceKey,
  surveys: ReadonlyMap<string, Survey>,
  seen: SeenRevision,
): readonly ProvinceEvent[] => {
  if (province.certification) {
    throw problems.provinceCertified(key.provinceCode, province.certification.at);
  }
  const roster = requireRoster(province, key);
  const standing = askedLaos(roster).map((lao) => {
    const survey = surveys.get(lao.code);
    return { lao, certification: survey && standingCertification(survey, province, lao.code) };
  });
  const missing = standing.filter(({ certification }) => !certification);
  if (missing.length > 0) {
    throw problems.provinceIncomplete(
      missing.map(({ lao: { code, name, districtCode } }): MissingLao => ({
        code,
        name,
        district: roster.districts.get(districtCode)?.name ?? '',
      })),
    );
  }
  const positions = standing.map(({ certification }) => certification!.position);
  requireNothingAfter(seen, [province.changedAt ?? 0n, ...positions]);
  return [
    {
      type: 'ProvinceCertified',
      data: {
        laos: standing
          .map(({ lao, certification }) => ({
            laoCode: lao.code,
            certifiedRevision: certification!.revision.toString(),
            fingerprint: certification!.fingerprint,
          }))
          .sort((a, b) => (a.laoCode < b.laoCode ? -1 : 1)),
      },
    },
  ];
};

/** @throws StaleRevision if one of the positions is behind the seen one. */
const requireNothingAfter = (seen: SeenRevision, positions: readonly bigint[]): void => {
  const newest = positions.reduce((a, b) => (a > b ? a : b));
  if (typeof seen === 'bigint' && newest > seen) throw new StaleRevision(seen, newest);
};

/** The department revokes a province's certification. Each LAO stays certified until an officer returns its survey. */
export const decideRevokeCertification = (
  province: ProvinceYear,
  command: { readonly provinceCode: string; readonly reason: unknown },
): readonly ProvinceEvent[] => {
  const reason = readReason(command.reason);
  if (!province.certification) throw problems.provinceNotCertified(command.provinceCode);
  return [
    {
      type: 'ProvinceCertificationRevoked',
      data: { certifiedRevision: province.certification.revision.toString(), reason },
    },
  ];
};
