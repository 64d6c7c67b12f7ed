/** Milliseconds after the load. By then the page has asked for its data, also on a bad line. */
const REST = 3000;

/** After the page has rested, so that the files that it keeps take no line from what the person waits for. */
export const registerServiceWorker = (): void => {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const register = (): void => {
    navigator.serviceWorker.register('/sw.js').catch((error: unknown) => {
      // Without it the app needs a network to open. Nothing else changes.
      console.warn('the app cannot be opened without a network', error);
    });
  };
  window.addEventListener('load', () => setTimeout(register, REST));
};
