import { parseStream } from './streams.js';

/**
 * A fence in a stream: each later decision in the stream has seen another stream up to a revision.
 * A decision that was taken before the fence cannot be appended, because the fence has moved the stream's revision.
 * A fence changes no answer, no certification and no roster.
 */
export interface Fence {
  /** The other stream. */
  readonly stream: string;
  /** A revision of the other stream; of a withdrawal that is being decided, the next one. */
  readonly revision: string;
}

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
