import { createSignal } from '../hooks/signal.js';

/** True from the first answer 401 until the next answer to a person who is signed in. */
export const expired = createSignal(false);
export const reportExpired = (): void => expired.set(true);
export const reportKnown = (): void => expired.set(false);
