import type { Fence } from '../events/fence.js';
import { parseStream, type SurveyKey } from '../events/streams.js';

/** The revisions of the campaign's and the province's stream that a decision must have seen; -1 where no fence names one. */
export interface Fenced {
  readonly campaign: bigint;
  readonly province: bigint;
}

export const unfenced: Fenced = { campaign: -1n, province: -1n };

export const fencedAfter = (fenced: Fenced, { stream, revision }: Fence): Fenced => {
  const category = parseStream(stream)?.category;
  if (category !== 'campaign' && category !== 'province') return fenced;
  const named = BigInt(revision);
  return named > fenced[category] ? { ...fenced, [category]: named } : fenced;
};

/** Puts fences into surveys. Rooms below the surveys use it to forbid what a survey's writer may still be deciding. */
export abstract class SurveyFences {
  /** Once for each fence, however often it is called. Resolves when the fence is in the survey's stream. */
  abstract raise(survey: SurveyKey, fence: Fence, correlationId: string): Promise<void>;
}
