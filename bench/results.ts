/** Measures the queries of the results page with the nation's answers. */
import { signIn } from '../demo/browser.js';
import type { OverviewView } from '../src/results/result-views.js';

const YEAR = 2565;
const LOOKS = 20;

export interface ResultFigures {
  /** The first overview after a start, which reads all answers into memory: milliseconds. */
  readonly first: number;
  /** Milliseconds of each later query: of now, and of positions across the log. */
  readonly now: readonly number[];
  readonly past: readonly number[];
}

export const measureResults = async (url: string): Promise<ResultFigures> => {
  const admin = await signIn(url, 'admin');
  const timed = async (path: string) => {
    const start = performance.now();
    const response = await admin.get(`/api/results/${YEAR}${path}`);
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    const answer = (await response.json()) as OverviewView;
    return { answer, milliseconds: performance.now() - start };
  };
  const { answer, milliseconds: first } = await timed('');
  const now: number[] = [];
  const past: number[] = [];
  for (let look = 1; look <= LOOKS; look += 1) {
    for (const path of ['', '/groups?by=province', '/groups?by=district'])
      now.push((await timed(path)).milliseconds);
    const position = Math.round((Number(answer.position) * look) / (LOOKS + 1));
    for (const path of ['?', '/groups?by=province&'])
      past.push((await timed(`${path}at=${position}`)).milliseconds);
  }
  return { first, now, past };
};
