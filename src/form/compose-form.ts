import type { FormReturn, SurveyForm } from '../../projections/read-models/survey-forms.js';
import { campaignState, type Window } from '../campaign/campaign.js';
import type { RosterEntry } from '../../projections/read-models/rosters.js';
import type { Answer } from '../questionnaire/answer.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { judgeAspect, type FormContent } from './completeness.js';
import type {
  AspectView,
  CampaignWindow,
  FormView,
  LaoView,
  NamedCode,
  ReturnView,
  WithdrawnView,
} from './form-view.js';
import type { AddedRow } from './survey.js';

export const laoView = (lao: RosterEntry, province: NamedCode): LaoView => ({
  ...namedLao(lao),
  officialName: lao.officialName,
  type: lao.type,
  province,
  district: districtView(lao),
});

export const namedLao = ({ laoCode, name, nameEn }: RosterEntry): NamedCode => ({
  code: laoCode,
  name,
  nameEn,
});

export const districtView = (
  lao: Pick<RosterEntry, 'districtCode' | 'district' | 'districtEn'>,
): NamedCode => ({
  code: lao.districtCode,
  name: lao.district,
  nameEn: lao.districtEn,
});

/** Names a province by its document, which is absent if no round asked the province. */
export const provinceView = (
  code: string,
  province: { readonly name: string; readonly nameEn: string } | undefined,
): NamedCode => ({ code, name: province?.name ?? code, nameEn: province?.nameEn ?? '' });

export const campaignWindow = (campaign: Window, now: Date): CampaignWindow => ({
  state: campaignState(campaign, now),
  opensAt: campaign.opensAt,
  closesAt: campaign.closesAt,
  closedAt: campaign.closedAt ?? null,
});

/** What the completeness rules need of a stored form. */
interface StoredContent {
  readonly answers: { readonly [rowId: string]: { readonly answer: Answer | null } };
  readonly addedRows: { readonly [rowId: string]: AddedRow & { readonly revision: string } };
  readonly savedAspects: { readonly [aspectId: string]: object };
}

/** The input of the completeness rules, from a stored form. */
export const formContent = (form: StoredContent): FormContent => ({
  answers: { get: (rowId) => form.answers[rowId]?.answer ?? undefined },
  addedRows: Object.entries(form.addedRows).sort(([, a], [, b]) => Number(a.revision) - Number(b.revision)),
  savedAspects: { has: (aspectId) => form.savedAspects[aspectId] !== undefined },
});

/** The form as a person sees it: the questionnaire's rows with the stored answers and the state of each. */
export const composeForm = (
  form: SurveyForm,
  frame: {
    readonly lao: LaoView;
    readonly withdrawn: WithdrawnView | null;
    readonly predecessors: NamedCode[];
    readonly questionnaire: Questionnaire;
    readonly campaign: CampaignWindow;
    readonly provinceCertifiedAt: string | null;
  },
): FormView => ({
  fiscalYear: form.fiscalYear,
  lao: frame.lao,
  withdrawn: frame.withdrawn,
  predecessors: frame.predecessors,
  questionnaireVersion: frame.questionnaire.version,
  campaign: frame.campaign,
  status: form.status,
  certifiedAt: form.certification?.at ?? null,
  certifiedRevision: form.certification?.revision ?? null,
  fingerprint: form.certification?.fingerprint ?? null,
  returnedAt: form.status === 'returned' ? (form.returned?.at ?? null) : null,
  returnedReason: form.status === 'returned' ? (form.returned?.reason ?? null) : null,
  lastReturn: form.returned && returnView(form.returned, form),
  provinceCertifiedAt: frame.provinceCertifiedAt,
  lastActivityAt: form.lastActivityAt,
  revision: form.revision ?? '-1',
  aspects: aspectViews(frame.questionnaire, form),
});

/** What was certified cannot move before it is returned: an answer or a title of a later revision, or one that is gone, came since. */
const returnView = ({ at, reason, rows, certifiedRevision }: FormReturn, form: SurveyForm): ReturnView => {
  const isSince = (revision: string): boolean => BigInt(revision) > BigInt(certifiedRevision);
  const replyTo = (rowId: string | null): string | null =>
    form.certification?.notes.find((note) => note.rowId === rowId)?.note ?? null;
  return {
    at,
    reason,
    reply: replyTo(null),
    rows: rows.map(({ rowId, note }) => {
      const answer = form.answers[rowId];
      const renamed = form.addedRows[rowId]?.renamed ?? null;
      const changed = !answer || isSince(answer.revision) || (renamed !== null && isSince(renamed));
      return { rowId, note, changed, reply: replyTo(rowId) };
    }),
  };
};

const aspectViews = (questionnaire: Questionnaire, form: SurveyForm): AspectView[] => {
  const content = formContent(form);
  return questionnaire.aspects.map((aspect) => {
    const judged = judgeAspect(questionnaire, aspect, content);
    return {
      id: aspect.id,
      number: aspect.number,
      title: aspect.titleTh,
      state: judged.state,
      savedAt: form.savedAspects[aspect.id]?.at ?? null,
      rows: judged.rows.map(({ choices, missing, answer, ...row }) => ({
        ...row,
        ...(choices
          ? {
              choices: choices.map(({ id, titleTh, titleEn, freeText }) => ({
                id,
                titleTh,
                titleEn,
                ...(freeText ? { freeText } : {}),
              })),
            }
          : {}),
        missing: [...missing],
        answer: answer ?? null,
      })),
    };
  });
};
