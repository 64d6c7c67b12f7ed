import { Clock } from '../basics/clock.js';

/** The time for sessions and tokens. It is the identity provider's time, also when a test sets the date of the survey. */
export abstract class IdentityClock extends Clock {}
