import type { Page } from 'playwright-core';

/** Opening a store that does not exist would make an empty one, which the page could not use. So that is undone. */
const reading = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('eservice-survey');
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => opening.error.name === 'AbortError' ? resolve([]) : reject(opening.error);
  opening.onsuccess = () => {
    const all = opening.result.transaction('drafts').objectStore('drafts').getAll();
    all.onerror = () => reject(all.error);
    all.onsuccess = () => {
      opening.result.close();
      resolve(all.result);
    };
  };
})`;

/** The drafts that the browser keeps now, as JSON. */
export const keptDrafts = async (page: Page): Promise<string> =>
  JSON.stringify(await page.evaluate<unknown>(reading));
