import { createSignal } from '../hooks/signal.js';

/** Whether the server has answered since the page was opened. */
export const answeredOnce = createSignal(false);
