import { queryOptions } from '@tanstack/react-query';
import { askedOrKept } from '../offline/offline.js';
import { api } from './calls.js';

/** Queries that several pages share. */
export const formQuery = (year: number, lao: string) =>
  queryOptions({
    queryKey: ['form', year, lao],
    queryFn: () => askedOrKept(`surveys/${year}/${lao}`, () => api.form(year, lao)),
  });

/** A campaign pins its questionnaire for life. */
export const questionnaireQuery = (year: number) =>
  queryOptions({
    queryKey: ['questionnaire', year],
    queryFn: () => askedOrKept(`questionnaires/${year}`, () => api.questionnaire(year)),
    staleTime: Infinity,
  });

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: () => askedOrKept('campaigns', api.campaigns),
});

/** A published version never changes. */
export const versionQuery = (version: string) =>
  queryOptions({
    queryKey: ['questionnaire-version', version],
    queryFn: () => api.version(version),
    staleTime: Infinity,
  });

export const publishedQuery = queryOptions({ queryKey: ['questionnaires'], queryFn: api.questionnaires });
