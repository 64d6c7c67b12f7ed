import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Change } from '../../../src/live-updates/live-updates.js';

/** Before a deadline a province changes many times a second: lists are read again at most this often. */
const AT_MOST_EVERY_MS = 1_500;

/** Reads again what other people change while the page is open. */
export const useLiveUpdates = (): void => {
  const queries = useQueryClient();
  useEffect(() => {
    const stale = new Map<string, readonly unknown[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer = undefined;
      const keys = [...stale.values()];
      stale.clear();
      for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
    };
    const mark = (...keys: (readonly unknown[])[]): void => {
      for (const key of keys) stale.set(JSON.stringify(key), key);
      timer ??= setTimeout(refresh, AT_MOST_EVERY_MS);
    };
    const source = new EventSource('/api/events');
    let opened = false;
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      const { fiscalYear, laoCode, provinceCode } = JSON.parse(event.data) as Change;
      mark(['surveys'], ['province', provinceCode, fiscalYear], ['progress', fiscalYear], ['campaigns']);
      if (laoCode) mark(['form', fiscalYear, laoCode], ['history', fiscalYear, laoCode]);
      else mark(['form', fiscalYear]);
    });
    source.addEventListener('open', () => {
      // Changes during a drop were not received.
      if (opened) mark(['surveys'], ['province'], ['progress'], ['campaigns'], ['form'], ['history']);
      opened = true;
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [queries]);
};
