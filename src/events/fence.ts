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
