interface Runs {
  readonly numRuns: number;
  readonly seed?: number;
}

/** `npm run test:long` */
export const isLong = process.env['PROPERTY_RUNS'] === 'long';
/** One seed for every run of `npm test`: a failure is the same on every machine, and never depends on chance. */
const SEED = 2565;
/** `npm run test:long` multiplies the number of runs by this, with new histories each time. */
const LONG = 20;

/** Number of runs of a property, and their seed. */
export const propertyRuns = (usual: number): Runs =>
  isLong ? { numRuns: usual * LONG } : { numRuns: usual, seed: SEED };

/** Milliseconds that all runs of a property may take together. */
export const PROPERTY_TIME = isLong ? 3_600_000 : 60_000;
