import type { ObjectionNote } from '../../../src/events/survey-events.js';
import type { Answer } from '../../../src/questionnaire/answer.js';
import type { OpenCampaignBody } from '../../../src/campaign/campaign-commands.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { command, query, queryAbout, queryLog, request } from './client.js';
import type {
  AddedRow,
  Campaign,
  Comparison,
  CertificationTable,
  HistoryItem,
  HistoryPage,
  KeptPerson,
  KeptPersonWithActs,
  LaoResult,
  LaosBehind,
  Me,
  Milestone,
  NewToken,
  Outlier,
  Page,
  PastStep,
  Place,
  Progress,
  Province,
  ProvinceChanges,
  ProvinceDifference,
  ProvinceStatus,
  Publication,
  PublishedQuestionnaire,
  Reading,
  Receipt,
  ResultGroups,
  ResultsOverview,
  RosterChange,
  SignedOut,
  SurveyDifference,
  SurveyForm,
  SurveyItem,
  Token,
  Verification,
  WorkbookDifferences,
} from './types.js';

export interface ListFilter {
  readonly fiscalYear: string;
  readonly province: string;
  readonly district: string;
  readonly lao: string;
  readonly status: string;
  readonly q: string;
  readonly page: number;
  readonly pageSize: number;
}

/** Which answers an export holds. Empty or null means all that the person may see, now. */
export interface ExportFilter {
  readonly year: number;
  readonly province?: string;
  readonly district?: string;
  readonly region?: string;
  readonly laoType?: string;
  readonly status?: string;
  readonly at?: string | null;
}

/** A format of an export. `wide` has one line for each LAO, the others one for each row of each LAO. */
export interface ExportFormat {
  readonly ending: 'csv' | 'xlsx' | 'jsonl' | 'parquet';
  readonly shape?: 'wide';
}

/** Between which points a difference is asked for, as the server takes them. */
export type Points = Readonly<Record<string, string | undefined>>;

/** Parameters of a query; undefined ones are left out. */
type Asked = Readonly<Record<string, string | number | undefined>>;

const survey = (year: number, lao: string): string => `/api/surveys/${year}/${lao}`;

/** Every call of the HTTP contract that a screen makes. */
export const api = {
  me: () => request<Me>('/api/me'),
  provinces: () => request<readonly Province[]>('/api/directory/provinces'),
  districts: (province: string) => request<readonly Place[]>(`/api/directory/districts?province=${province}`),
  laos: (province: string, district: string) =>
    request<readonly Place[]>(`/api/directory/laos?province=${province}&district=${district}`),
  questionnaire: (year: number) => request<Questionnaire>(`/api/questionnaires/${year}`),
  questionnaires: () => query<readonly PublishedQuestionnaire[]>('/api/questionnaires'),
  version: (version: string) => request<Questionnaire>(`/api/questionnaires/${version}`),
  publishQuestionnaire: (document: Questionnaire, key: string) =>
    command<Receipt>('/api/questionnaires', { method: 'POST', body: document, key }),
  campaigns: () => query<readonly Campaign[]>('/api/campaigns'),
  surveys: (filter: ListFilter) => query<Page<SurveyItem>>('/api/surveys', { ...filter }),
  form: (year: number, lao: string) => query<SurveyForm>(survey(year, lao)),
  lastYear: (year: number, lao: string) => query<readonly SurveyForm[]>(`${survey(year, lao)}/last-year`),
  province: (province: string, year: number, at: string | null = null) =>
    query<ProvinceStatus>(`/api/provinces/${province}/status/${year}`, { at: at ?? undefined }),
  history: (year: number, lao: string, page: number, pageSize = 50) =>
    query<Page<HistoryItem>>(`/api/audit/surveys/${year}/${lao}/history`, { page, pageSize }),
  verification: (year: number, lao: string) =>
    queryLog<Verification>(`/api/audit/surveys/${year}/${lao}/verification`),
  comparison: () => request<Comparison>('/api/audit/comparison'),
  startComparison: () => request<Comparison>('/api/audit/comparison', { method: 'POST', body: {} }),
  formAt: (year: number, lao: string, at: string) => query<SurveyForm>(survey(year, lao), { at }),
  moments: (year: number, lao: string) =>
    request<readonly PastStep[]>(`/api/audit/surveys/${year}/${lao}/moments`),
  progress: (year: number, at: string | null) =>
    query<Progress>(`/api/progress/${year}`, { at: at ?? undefined }),
  milestones: async (year: number, province?: string): Promise<readonly PastStep[]> => {
    const scope = province === undefined ? '' : `?province=${province}`;
    const milestones = await request<readonly Milestone[]>(`/api/progress/${year}/milestones${scope}`);
    return milestones.map(({ lao, province, ...step }) => {
      const office = lao ?? province;
      return { ...step, ...(office && { office }) };
    });
  },
  surveyDifference: (year: number, lao: string, points: Points) =>
    queryLog<SurveyDifference>(`/api/audit/surveys/${year}/${lao}/diff`, points),
  provinceDifference: (province: string, year: number, points: Points) =>
    queryLog<ProvinceDifference>(`/api/audit/provinces/${province}/${year}/diff`, points),
  tokens: () => request<readonly Token[]>('/api/tokens'),
  makeToken: (name: string, days: number) =>
    request<NewToken>('/api/tokens', { method: 'POST', body: { name, days } }),
  revokeToken: (id: string) => request<readonly Token[]>(`/api/tokens/${id}`, { method: 'DELETE' }),
  /** `scope` is the beginning of the address: a survey's, a province's or a campaign's. */
  trail: (scope: string, filter: Readonly<Record<string, string | number>>) =>
    query<HistoryPage>(`${scope}/history`, { ...filter, pageSize: 100 }),
  certificationTimes: (scope: string) => query<CertificationTable>(`${scope}/certification-times`),
  results: (year: number, asked: Asked) => query<ResultsOverview>(`/api/results/${year}`, asked),
  resultGroups: (year: number, asked: Asked) => query<ResultGroups>(`/api/results/${year}/groups`, asked),
  resultLaos: (year: number, asked: Asked) => query<LaosBehind>(`/api/results/${year}/laos`, asked),
  laoResult: (year: number, lao: string, at: string | null) =>
    query<LaoResult>(`/api/results/${year}/laos/${lao}`, { at: at ?? undefined }),
  readings: (page: number) => query<Page<Reading>>('/api/audit/readings', { page, pageSize: 50 }),
  findPeople: (q: string) =>
    request<readonly KeptPerson[]>(`/api/people?${new URLSearchParams({ q }).toString()}`),
  person: (sub: string) => request<KeptPersonWithActs>(`/api/people/${encodeURIComponent(sub)}`),
  correctPerson: (sub: string, name: string, reason: string) =>
    command<Receipt>(`/api/people/${encodeURIComponent(sub)}/name`, {
      method: 'PUT',
      body: { name, reason },
    }),
  erasePerson: (sub: string, reason: string) =>
    command<Receipt>(`/api/people/${encodeURIComponent(sub)}/erasure`, { method: 'POST', body: { reason } }),

  saveAspect: (
    year: number,
    lao: string,
    aspect: string,
    save: {
      readonly key: string;
      readonly revision: string;
      readonly answers: Readonly<Record<string, Answer | null>>;
    },
  ) =>
    command<Receipt>(`${survey(year, lao)}/aspects/${aspect}`, {
      method: 'PUT',
      body: { answers: save.answers },
      key: save.key,
      ifMatch: save.revision,
    }),
  addRow: (year: number, lao: string, aspect: string, row: { groupId: string; title: string }) =>
    command<AddedRow>(`${survey(year, lao)}/aspects/${aspect}/rows`, {
      method: 'POST',
      body: row,
    }),
  workbookDifferences: (year: number, lao: string, workbook: Blob) =>
    queryAbout<WorkbookDifferences>(`${survey(year, lao)}/form.xlsx/differences`, workbook),
  renameRow: (year: number, lao: string, aspect: string, rowId: string, title: string) =>
    command<Receipt>(`${survey(year, lao)}/aspects/${aspect}/rows/${rowId}`, {
      method: 'PUT',
      body: { title },
    }),
  removeRow: (year: number, lao: string, aspect: string, rowId: string) =>
    command<Receipt>(`${survey(year, lao)}/aspects/${aspect}/rows/${rowId}`, { method: 'DELETE' }),
  /** `shown`: the revision that the person saw, and what they say about objections that they did not correct. */
  certify: (
    year: number,
    lao: string,
    shown: { readonly revision: string; readonly notes: readonly ObjectionNote[] },
    key: string,
  ) =>
    command<Receipt>(`${survey(year, lao)}/certification`, {
      method: 'POST',
      body: { notes: shown.notes },
      key,
      ifMatch: shown.revision,
    }),
  outliers: (year: number, lao: string) => query<readonly Outlier[]>(`${survey(year, lao)}/outliers`),
  reviewSurvey: (year: number, lao: string, certifiedRevision: string) =>
    command<Receipt>(`${survey(year, lao)}/review`, { method: 'POST', body: { certifiedRevision } }),
  returnSurvey: (
    year: number,
    lao: string,
    shown: string,
    reason: string,
    rows: readonly { readonly rowId: string; readonly note?: string }[],
  ) =>
    command<Receipt>(`${survey(year, lao)}/return`, {
      method: 'POST',
      body: { reason, rows },
      ifMatch: shown,
    }),
  certifyProvince: (province: string, year: number, shown: string, key: string) =>
    command<Receipt>(`/api/provinces/${province}/certifications/${year}`, {
      method: 'POST',
      body: {},
      key,
      ifMatch: shown,
    }),
  revokeProvince: (province: string, year: number, reason: string) =>
    command<Receipt>(`/api/provinces/${province}/certifications/${year}/revocation`, {
      method: 'POST',
      body: { reason },
    }),
  openCampaign: (window: OpenCampaignBody) =>
    command<Receipt>('/api/campaigns', { method: 'POST', body: window }),
  widenCampaign: (year: number, provinces: readonly string[]) =>
    command<Receipt>(`/api/campaigns/${year}/provinces`, { method: 'POST', body: { provinces } }),
  rosterChanges: (year: number) => query<readonly ProvinceChanges[]>(`/api/campaigns/${year}/roster-changes`),
  applyRosterChanges: (
    year: number,
    body: {
      readonly province: string;
      readonly changes: readonly Pick<RosterChange, 'laoCode' | 'kind'>[];
      readonly reason: string;
    },
  ) => command<Receipt>(`/api/campaigns/${year}/roster-changes`, { method: 'POST', body }),
  extendCampaign: (year: number, closesAt: string, reason: string) =>
    command<Receipt>(`/api/campaigns/${year}/extension`, {
      method: 'POST',
      body: { closesAt, ...(reason ? { reason } : {}) },
    }),
  closeCampaign: (year: number, reason: string) =>
    command<Receipt>(`/api/campaigns/${year}/closure`, { method: 'POST', body: reason ? { reason } : {} }),
  publications: (year: number) => request<readonly Publication[]>(`/api/campaigns/${year}/publications`),
  publishResults: (year: number, note: string) =>
    command<Receipt>(`/api/campaigns/${year}/publications`, { method: 'POST', body: { note } }),
  withdrawResults: (year: number, note: string) =>
    command<Receipt>(`/api/campaigns/${year}/publications/withdrawal`, { method: 'POST', body: { note } }),
  signOut: () => request<SignedOut>('/auth/logout', { method: 'POST', body: {} }),
};

/** Files that the browser fetches by itself. */
export const files = {
  form: (year: number, lao: string): string => `${survey(year, lao)}/form.xlsx`,
  receipt: (year: number, lao: string): string => `${survey(year, lao)}/receipt`,
  provinceReceipt: (province: string, year: number): string =>
    `/api/provinces/${province}/certifications/${year}/receipt`,
  evidence: (year: number, lao: string): string => `/api/audit/surveys/${year}/${lao}/package`,
  provinceEvidence: (province: string, year: number): string =>
    `/api/audit/provinces/${province}/${year}/package`,
  campaignEvidence: (year: number): string => `/api/audit/campaigns/${year}/package`,
  answers: ({ ending, ...shape }: ExportFormat, { year, ...filter }: ExportFilter): string => {
    const asked = Object.entries({ ...filter, ...shape }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    );
    const query = new URLSearchParams(asked).toString();
    return `/api/exports/${year}.${ending}${query && `?${query}`}`;
  },
};
