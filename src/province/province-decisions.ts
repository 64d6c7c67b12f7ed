import { requireOpen, type Campaign } from '../campaign/campaign.js';
import type { JsonObject } from '../json.js';
import { problems } from '../problems/catalogue.js';
import { textProblem } from '../questionnaire/text.js';
import type { Survey } from '../survey/survey.js';
import type { ProvinceEvent } from './province-events.js';
import { standingCertification, type ProvinceYear } from './province.js';

export const MAX_REASON = 1000;

/** A reason as it goes into the record. Line breaks are welcome in a letter to an office; the rest of the rules are those of a text. */
const readReason = (raw: unknown): string => {
  const flat = typeof raw === 'string' ? raw.replace(/\r?\n/g, ' ') : raw;
  const wrong = textProblem(flat, MAX_REASON);
  if (wrong) throw problems.invalidReason(wrong, MAX_REASON);
  return (raw as string).replace(/\r\n/g, '\n').trim().normalize('NFC');
};

/** Sends one certified survey back for correction; the event names exactly the certification it undoes. */
export const decideReturnSurvey = (
  province: ProvinceYear,
  command: { readonly laoCode: string; readonly reason: unknown },
  circumstances: {
    readonly survey: Survey;
    readonly campaign: Campaign;
    readonly fiscalYear: number;
    readonly provinceCode: string;
    readonly now: Date;
  },
): readonly ProvinceEvent[] => {
  const reason = readReason(command.reason);
  // A survey returned after closing could be corrected by nobody, and would block its province.
  requireOpen(circumstances.campaign, circumstances.fiscalYear, circumstances.now);
  if (province.certification) {
    throw problems.provinceCertified(circumstances.provinceCode, province.certification.at);
  }
  const standing = standingCertification(circumstances.survey, province, command.laoCode);
  if (!standing) throw problems.surveyNotCertified(command.laoCode);
  return [
    {
      type: 'LaoReturned',
      data: { laoCode: command.laoCode, certifiedRevision: standing.revision.toString(), reason },
    },
  ];
};

/** Certifies all LAOs of a province at once, naming the revision and fingerprint of each; officers may do so after the window closed. */
export const decideCertifyProvince = (
  province: ProvinceYear,
  provinceCode: string,
  laos: readonly { readonly laoCode: string; readonly survey: Survey; readonly describe: () => JsonObject }[],
): readonly ProvinceEvent[] => {
  if (province.certification) throw problems.provinceCertified(provinceCode, province.certification.at);
  const standing = laos.map((lao) => ({
    ...lao,
    certification: standingCertification(lao.survey, province, lao.laoCode),
  }));
  const missing = standing.filter((lao) => !lao.certification);
  if (missing.length > 0) throw problems.provinceIncomplete(missing.map((lao) => lao.describe()));
  return [
    {
      type: 'ProvinceCertified',
      data: {
        laos: standing
          .map(({ laoCode, certification }) => ({
            laoCode,
            certifiedRevision: certification!.revision.toString(),
            fingerprint: certification!.fingerprint,
          }))
          .sort((a, b) => (a.laoCode < b.laoCode ? -1 : 1)),
      },
    },
  ];
};

/** The department takes a province's certification back; each LAO stays certified until an officer returns it. */
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
