import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/calls.js';
import type { HistoryItem, SurveyForm } from '../api/types.js';
import { useMe } from '../session/session.js';
import { lastSeen, markSeen } from './drafts-db.js';

export interface ChangesSinceLook {
  /** When this person last had the form open. */
  readonly at: string;
  readonly rows: ReadonlySet<string>;
}

const EVENTS_A_PAGE = 200;

/** What others did to this survey since this person last had it open, on this computer. */
export const useChangesSinceLook = (form: SurveyForm, enabled: boolean): ChangesSinceLook | undefined => {
  const { sub } = useMe();
  const survey = `${form.fiscalYear}.${form.lao.code}`;
  const [before, setBefore] = useState<{ readonly revision: string; readonly at: string }>();
  useEffect(() => {
    if (!enabled) return;
    void lastSeen(sub, survey).then(async (seen) => {
      setBefore((kept) => kept ?? seen);
      await markSeen(sub, survey, form.revision);
    });
  }, [enabled, sub, survey, form.revision]);
  const moved = before !== undefined && before.revision !== form.revision;
  const history = useQuery({
    queryKey: ['history', form.fiscalYear, form.lao.code, 'since', before?.revision],
    queryFn: () => eventsAfter(form.fiscalYear, form.lao.code, BigInt(before?.revision ?? '-1')),
    enabled: enabled && moved,
  });
  if (!before) return undefined;
  if (!moved) return { at: before.at, rows: new Set() };
  if (!history.data) return undefined;
  const rows = history.data.flatMap(({ data }) => (typeof data['rowId'] === 'string' ? [data['rowId']] : []));
  return { at: before.at, rows: new Set(rows) };
};

const eventsAfter = async (year: number, lao: string, revision: bigint): Promise<readonly HistoryItem[]> => {
  const events: HistoryItem[] = [];
  for (let page = 1; ; page += 1) {
    const read = await api.history(year, lao, page, EVENTS_A_PAGE);
    events.push(
      ...read.items.filter((item) => item.stream.startsWith('survey') && BigInt(item.revision) > revision),
    );
    if (page * EVENTS_A_PAGE >= read.total) return events;
  }
};
