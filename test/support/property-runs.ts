interface Runs {
  readonly numRuns: number;
  readonly seed?: number;
}

const long = process.env['PROPERTY_RUNS'] === 'long';
/** One seed for every run of `npm test`: what fails here fails on every machine, and never by chance. */
const SEED = 2565;
/** `npm run test:long` tries this many times as often, each time with histories of its own. */
const LONG = 20;

/** How often a property is tried. */
export const propertyRuns = (usual: number): Runs =>
  long ? { numRuns: usual * LONG } : { numRuns: usual, seed: SEED };

/** The time that all runs of a property may take together, milliseconds. */
export const PROPERTY_TIME = long ? 3_600_000 : 60_000;
