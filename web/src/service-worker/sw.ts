/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkOnly } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope;
/** The files that the form needs to start, written by the build. */
declare const __PRECACHE__: { readonly url: string; readonly revision: string | null }[];

/**
 * Opens the app without a network. It keeps files of the build alone: answers of the API are kept by the page, which knows
 * whose they are. A new version waits until no page of the old one is open, so no page loses the files that it still needs.
 */
precacheAndRoute(__PRECACHE__);
cleanupOutdatedCaches();

// The name of a file contains a hash of its content.
registerRoute(
  ({ url }) => url.origin === self.location.origin && url.pathname.startsWith('/assets/'),
  new CacheFirst(),
);

const shell = createHandlerBoundToURL('/index.html');
const network = new NetworkOnly();
registerRoute(
  new NavigationRoute((options) => network.handle(options).catch(() => shell(options)), {
    denylist: [/^\/(?:api|auth|health|metrics|verify|open|odata)(?:\/|$)/],
  }),
);
