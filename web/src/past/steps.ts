import type { PastStep } from '../api/types.js';
import { eventTypes } from '../../../src/events/event-types.js';

const isPosition = (at: string): boolean => /^\d+$/.test(at);

/** The last step that had happened at a moment; −1 before the first, the number of steps for the present. */
export const placeOf = (steps: readonly PastStep[], at: string | null): number => {
  if (at === null) return steps.length;
  if (isPosition(at)) return steps.findLastIndex(({ position }) => BigInt(position) <= BigInt(at));
  const time = new Date(at).toISOString();
  const later = steps.findIndex((step) => step.time > time);
  return (later < 0 ? steps.length : later) - 1;
};

/** ISO 8601: the instant itself, or the time of the step at the position. */
export const timeOf = (steps: readonly PastStep[], at: string): string | undefined =>
  isPosition(at) ? steps[placeOf(steps, at)]?.time : at;

/** Marked on the slider: certifications, and what undid them. */
export const isLandmark = ({ type }: PastStep): boolean => eventTypes[type].about === 'certification';

/** The nation has thousands of steps: of these, only those of whole provinces and of the round are marked. */
export const isOfAProvince = ({ type }: PastStep): boolean =>
  type !== 'LaoCertified' && type !== 'LaoReturned';
