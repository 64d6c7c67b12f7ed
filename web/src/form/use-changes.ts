import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/calls.js';
import type { HistoryItem, SurveyForm } from '../api/types.js';
import { useMe } from '../session/session.js';
import { lookAt } from '../drafts/last-seen.js';
import type { Seen } from '../drafts/look.js';

/** The rows that changed after a moment. */
export interface ChangesSince {
  readonly at: string;
  readonly rows: ReadonlySet<string>;
}

export interface Changes {
  /** Since this person's sitting before this one, on this computer. */
  readonly look: ChangesSince | undefined;
  /** Since the certification before the present one; of a survey that is not certified now, since its last one. */
  readonly certification: ChangesSince | undefined;
}

const EVENTS_A_PAGE = 500;

export const useChanges = (form: SurveyForm, enabled: boolean): Changes => {
  const { sub } = useMe();
  const survey = `${form.fiscalYear}.${form.lao.code}`;
  const [before, setBefore] = useState<Seen>();
  useEffect(() => {
    if (!enabled) return;
    void lookAt(sub, survey, form.revision).then(setBefore);
  }, [enabled, sub, survey, form.revision]);
  const { data: events } = useQuery({ ...historyQuery(form), enabled });
  if (!events) return { look: undefined, certification: undefined };
  const certified = events.filter(({ type }) => type === 'LaoCertified');
  const earlier = form.status === 'certified' ? certified[1] : certified[0];
  return {
    look: before && { at: before.at, rows: rowsAfter(events, before.revision) },
    certification: earlier && { at: earlier.at, rows: rowsAfter(events, earlier.revision) },
  };
};

const rowsAfter = (events: readonly HistoryItem[], revision: string): ReadonlySet<string> =>
  new Set(
    events
      .filter((event) => event.stream.startsWith('survey-') && BigInt(event.revision) > BigInt(revision))
      .flatMap(({ data }) => ('rowId' in data ? [data.rowId] : [])),
  );

/** Every event of the survey up to the form's revision and the returns by its province, newest first. */
export const historyQuery = ({ fiscalYear, lao, revision, lastReturn }: SurveyForm) =>
  queryOptions({
    queryKey: ['history', fiscalYear, lao.code, 'all', revision, lastReturn?.at],
    queryFn: () => (revision === '-1' ? [] : surveyEvents(fiscalYear, lao.code)),
  });

const surveyEvents = async (year: number, lao: string): Promise<readonly HistoryItem[]> => {
  const events: HistoryItem[] = [];
  for (let page = 1; ; page += 1) {
    const read = await api.history(year, lao, page, EVENTS_A_PAGE);
    events.push(...read.items);
    if (page * EVENTS_A_PAGE >= read.total) return events;
  }
};
