import type { Campaign } from '../campaign/campaign.js';
import { requireOpen } from '../campaign/campaign.js';
import { asJson, type JsonObject } from '../basics/json.js';
import { requireSeen, type SeenRevision } from '../commands/seen-revision.js';
import { problems } from '../problems/catalogue.js';
import { standingCertification } from '../certification/standing-certification.js';
import type { ProvinceYear } from '../roster/province.js';
import { requireAsked, requireRoster } from '../roster/roster-decisions.js';
import { questionsOf, readAnswer, sameAnswer, type Answer } from '../questionnaire/answer.js';
import { aspectOf, MAX_ADDED_ROWS, type Aspect, type Questionnaire } from '../questionnaire/questionnaire.js';
import { keptText } from '../basics/text.js';
import { formRows, incompleteAspects, type FormRow } from '../form/completeness.js';
import { answeredObjections } from './objection-decisions.js';
import type { ObjectionNote, SurveyEvent } from '../events/survey-events.js';
import type { Survey } from '../form/survey.js';

/** What a decision about a survey needs beside the survey itself. */
export interface SurveyCircumstances {
  readonly fiscalYear: number;
  readonly laoCode: string;
  readonly provinceCode: string;
  readonly campaign: Campaign;
  readonly questionnaire: Questionnaire;
  /** The roster and the acts of the province. */
  readonly province: ProvinceYear;
  /** Last revision of the survey; -1 before its first event. */
  readonly revision: bigint;
  readonly now: Date;
}

export const MAX_TITLE = 500;

/** @throws Problem unless the round asks the LAO now: the campaign is open, and the roster names the LAO. */
const requireInvited = ({
  campaign,
  fiscalYear,
  now,
  province,
  provinceCode,
  laoCode,
}: SurveyCircumstances): void => {
  requireOpen(campaign, fiscalYear, now);
  requireAsked(requireRoster(province, { fiscalYear, provinceCode }), laoCode);
};

/** @throws Problem unless the LAO may change its survey now: it is asked, and no certification is valid. */
const requireEditable = (survey: Survey, circumstances: SurveyCircumstances): void => {
  requireInvited(circumstances);
  const standing = standingCertification(survey, circumstances.province, circumstances.laoCode);
  if (!standing) return;
  const provinceCertified = circumstances.province.certification;
  if (provinceCertified) {
    throw problems.provinceCertified(circumstances.provinceCode, provinceCertified.at);
  }
  throw problems.surveyLocked(standing.at);
};

/** @throws Problem `unknown-aspect`. */
export const requireAspect = (questionnaire: Questionnaire, aspectId: string): Aspect => {
  const aspect = aspectOf(questionnaire, aspectId);
  if (!aspect) throw problems.unknownAspect(aspectId);
  return aspect;
};

/** @throws Problem `unknown-row`, `standard-row`: the questionnaire's own rows stay as they are. */
const requireAddedRow = (aspect: Aspect, survey: Survey, rowId: string): FormRow => {
  const row = formRows(aspect, survey.addedRows).find(({ id }) => id === rowId);
  if (!row) throw problems.unknownRow(rowId);
  if (row.standard) throw problems.standardRow(row.id);
  return row;
};

/**
 * Saves an aspect as a whole, complete or not: it records the changed rows, then the save. Rows that were not sent stay
 * as they are.
 */
export const decideSaveAspect = (
  survey: Survey,
  command: {
    readonly aspectId: string;
    readonly answers: Readonly<Record<string, unknown>>;
    readonly seen: SeenRevision;
  },
  circumstances: SurveyCircumstances,
): readonly SurveyEvent[] => {
  const { questionnaire } = circumstances;
  const aspect = requireAspect(questionnaire, command.aspectId);
  requireEditable(survey, circumstances);
  requireSeen(command.seen, circumstances.revision, survey.fences);
  const rows = new Map(formRows(aspect, survey.addedRows).map((row) => [row.id, row]));
  const unknown = Object.keys(command.answers).filter((rowId) => !rows.has(rowId));
  if (unknown.length > 0) throw problems.unknownRows(unknown);

  const violations: JsonObject[] = [];
  const recorded: SurveyEvent[] = [];
  for (const [rowId, row] of rows) {
    if (!Object.hasOwn(command.answers, rowId)) continue;
    const reading = readAnswer(questionsOf(questionnaire, row), command.answers[rowId]);
    if (reading.violations.length > 0) {
      violations.push(...reading.violations.map((violation) => ({ rowId, ...violation })));
      continue;
    }
    const answer = reading.answer as Answer | null;
    if (sameAnswer(survey.answers.get(rowId), answer ?? undefined)) continue;
    recorded.push({ type: 'AnswerRecorded', data: { aspectId: aspect.id, rowId, answer } });
  }
  if (violations.length > 0) throw problems.invalidAnswers(violations);
  return [...recorded, { type: 'AspectSaved', data: { aspectId: aspect.id } }];
};

const requireTitle = (given: unknown): string => {
  const { text, problem } = keptText(given, MAX_TITLE);
  if (text === undefined) throw problems.invalidTitle(problem, MAX_TITLE);
  return text;
};

export const decideAddRow = (
  survey: Survey,
  command: {
    readonly aspectId: string;
    readonly groupId: string;
    readonly title: unknown;
    readonly rowId: string;
    readonly seen: SeenRevision;
  },
  circumstances: SurveyCircumstances,
): readonly SurveyEvent[] => {
  const aspect = requireAspect(circumstances.questionnaire, command.aspectId);
  requireEditable(survey, circumstances);
  requireSeen(command.seen, circumstances.revision, survey.fences);
  const { groupId, rowId } = command;
  if (!aspect.groups.some((group) => group.id === groupId)) throw problems.unknownGroup(groupId);
  const title = requireTitle(command.title);
  if (survey.addedRows.size >= MAX_ADDED_ROWS) throw problems.tooManyRows(MAX_ADDED_ROWS);
  return [{ type: 'RowAdded', data: { aspectId: aspect.id, groupId, rowId, title } }];
};

/** Corrects the title of a row that the LAO added. */
export const decideRenameRow = (
  survey: Survey,
  command: {
    readonly aspectId: string;
    readonly rowId: string;
    readonly title: unknown;
    readonly seen: SeenRevision;
  },
  circumstances: SurveyCircumstances,
): readonly SurveyEvent[] => {
  const aspect = requireAspect(circumstances.questionnaire, command.aspectId);
  requireEditable(survey, circumstances);
  const row = requireAddedRow(aspect, survey, command.rowId);
  requireSeen(command.seen, circumstances.revision, survey.fences);
  const title = requireTitle(command.title);
  if (title === row.title) throw problems.titleUnchanged(row.id);
  return [{ type: 'RowRenamed', data: { aspectId: aspect.id, rowId: row.id, title } }];
};

export const decideRemoveRow = (
  survey: Survey,
  command: { readonly aspectId: string; readonly rowId: string; readonly seen: SeenRevision },
  circumstances: SurveyCircumstances,
): readonly SurveyEvent[] => {
  const aspect = requireAspect(circumstances.questionnaire, command.aspectId);
  requireEditable(survey, circumstances);
  const row = requireAddedRow(aspect, survey, command.rowId);
  requireSeen(command.seen, circumstances.revision, survey.fences);
  return [{ type: 'RowRemoved', data: { aspectId: aspect.id, rowId: row.id } }];
};

/**
 * The LAO declares its answers true. All aspects must be saved and every row complete. After a return, each objection
 * was corrected or has a note.
 */
export const decideCertifySurvey = (
  survey: Survey,
  command: { readonly seen: SeenRevision; readonly notes: readonly ObjectionNote[] },
  fingerprint: (survey: Survey) => string,
  circumstances: SurveyCircumstances,
): readonly SurveyEvent[] => {
  const { questionnaire, province, laoCode } = circumstances;
  requireInvited(circumstances);
  const standing = standingCertification(survey, province, laoCode);
  if (standing) throw problems.surveyAlreadyCertified(standing.at);
  const incomplete = incompleteAspects(questionnaire, survey);
  if (incomplete.length > 0) throw problems.surveyIncomplete(asJson(incomplete));
  requireSeen(command.seen, circumstances.revision, survey.fences);
  const notes = answeredObjections(survey, province.returned.get(laoCode)?.rows, command.notes);
  return [
    {
      type: 'LaoCertified',
      data: { fingerprint: fingerprint(survey), questionnaireVersion: questionnaire.version, notes },
    },
  ];
};
