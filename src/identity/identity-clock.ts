import { Clock } from '../basics/clock.js';

/** The time that sessions and tokens are dated by: that of the identity provider, also where a test sets the day of the survey. */
export abstract class IdentityClock extends Clock {}
