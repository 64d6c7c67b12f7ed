import { createSignal } from '../hooks/signal.js';

/** True once the server no longer knows who this is, until somebody signs in again. */
export const expired = createSignal(false);
export const reportExpired = (): void => expired.set(true);
export const reportKnown = (): void => expired.set(false);
