import type { Answer } from '../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { command, query, request } from './client.js';
import type {
  Campaign,
  CertificationTable,
  HistoryItem,
  HistoryPage,
  KeptPerson,
  KeptPersonWithActs,
  Me,
  Page,
  Place,
  ProvinceStatus,
  Reading,
  Receipt,
  SurveyForm,
  SurveyItem,
} from './types.js';

export interface ListFilter {
  readonly fiscalYear: string;
  readonly province: string;
  readonly district: string;
  readonly lao: string;
  readonly status: string;
  readonly q: string;
  readonly page: number;
}

export interface CampaignWindow {
  readonly fiscalYear: number;
  readonly questionnaireVersion: string;
  readonly provinces: readonly string[];
  readonly opensAt: string;
  readonly closesAt: string;
}

const survey = (year: number, lao: string): string => `/api/surveys/${year}/${lao}`;

/** Every call of the HTTP contract that a screen makes. */
export const api = {
  me: () => request<Me>('/api/me'),
  provinces: () => request<readonly Place[]>('/api/directory/provinces'),
  districts: (province: string) => request<readonly Place[]>(`/api/directory/districts?province=${province}`),
  laos: (province: string, district: string) =>
    request<readonly Place[]>(`/api/directory/laos?province=${province}&district=${district}`),
  questionnaire: (year: number) => request<Questionnaire>(`/api/questionnaires/${year}`),
  campaigns: () => query<readonly Campaign[]>('/api/campaigns'),
  surveys: (filter: ListFilter) => query<Page<SurveyItem>>('/api/surveys', { ...filter, pageSize: 10 }),
  form: (year: number, lao: string) => query<SurveyForm>(survey(year, lao)),
  province: (province: string, year: number) =>
    query<ProvinceStatus>(`/api/provinces/${province}/status/${year}`),
  history: (year: number, lao: string, page: number, pageSize = 50) =>
    query<Page<HistoryItem>>(`/api/audit/surveys/${year}/${lao}/history`, { page, pageSize }),
  /** `scope` is the beginning of the address: a survey's, a province's or a campaign's. */
  trail: (scope: string, filter: Readonly<Record<string, string | number>>) =>
    query<HistoryPage>(`${scope}/history`, { ...filter, pageSize: 100 }),
  certificationTimes: (scope: string) => query<CertificationTable>(`${scope}/certification-times`),
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
  formAt: (year: number, lao: string, moment: { readonly revision?: string; readonly time?: string }) =>
    request<SurveyForm>(`/api/audit/surveys/${year}/${lao}/at?${new URLSearchParams(moment).toString()}`),

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
    command<Receipt & { readonly rowId: string }>(`${survey(year, lao)}/aspects/${aspect}/rows`, {
      method: 'POST',
      body: row,
    }),
  removeRow: (year: number, lao: string, aspect: string, rowId: string) =>
    command<Receipt>(`${survey(year, lao)}/aspects/${aspect}/rows/${rowId}`, { method: 'DELETE' }),
  certify: (year: number, lao: string, key: string) =>
    command<Receipt>(`${survey(year, lao)}/certification`, { method: 'POST', body: {}, key }),
  returnSurvey: (year: number, lao: string, reason: string) =>
    command<Receipt>(`${survey(year, lao)}/return`, { method: 'POST', body: { reason } }),
  certifyProvince: (province: string, year: number, key: string) =>
    command<Receipt>(`/api/provinces/${province}/certifications/${year}`, { method: 'POST', body: {}, key }),
  revokeProvince: (province: string, year: number, reason: string) =>
    command<Receipt>(`/api/provinces/${province}/certifications/${year}/revocation`, {
      method: 'POST',
      body: { reason },
    }),
  openCampaign: (window: CampaignWindow) =>
    command<Receipt>('/api/campaigns', { method: 'POST', body: window }),
  extendCampaign: (year: number, closesAt: string, reason: string) =>
    command<Receipt>(`/api/campaigns/${year}/extension`, {
      method: 'POST',
      body: { closesAt, ...(reason ? { reason } : {}) },
    }),
  closeCampaign: (year: number, reason: string) =>
    command<Receipt>(`/api/campaigns/${year}/closure`, { method: 'POST', body: reason ? { reason } : {} }),
  signOut: () =>
    request<{ readonly endSessionUrl: string | null }>('/auth/logout', { method: 'POST', body: {} }),
};
