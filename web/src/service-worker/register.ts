/** After the page has loaded, so that the files that it keeps take no line from what the person waits for. */
export const registerServiceWorker = (): void => {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch((error: unknown) => {
      // Without it the app needs a network to open. Nothing else changes.
      console.warn('the app cannot be opened without a network', error);
    });
  });
};
