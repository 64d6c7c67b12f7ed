/** Offices close at half past four, so a round that closes on a day closes then. */
export const CLOSING_TIME = '16:30:00';
