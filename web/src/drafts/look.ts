/** What a person has seen of a survey, and what they had seen before that sitting. */
export interface Look {
  /** The last event seen. */
  readonly revision: string;
  readonly at: string;
  /** The last event seen before this sitting. A first sitting compares with its own first look. */
  readonly before?: Seen | undefined;
}

export interface Seen {
  readonly revision: string;
  readonly at: string;
}

/** Looks that follow each other within this time are one sitting, milliseconds: loading the page again hides no change. */
const SITTING = 30 * 60_000;

export const lookAfter = (kept: Look | undefined, revision: string, now: Date): Look => {
  const at = now.toISOString();
  if (!kept) return { revision, at };
  const seen = { revision: kept.revision, at: kept.at };
  const isSameSitting = now.getTime() - Date.parse(kept.at) < SITTING;
  return { revision, at, before: isSameSitting ? (kept.before ?? seen) : seen };
};
