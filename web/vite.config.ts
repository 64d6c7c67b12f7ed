import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { build, defineConfig, type Plugin } from 'vite';

/** Compressed once, when built, and not at each request: the server sends the file beside it that the browser can read. */
const precompress = (): Plugin => ({
  name: 'precompress',
  apply: 'build',
  writeBundle: ({ dir = '' }) => {
    for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:js|css|svg)$/.test(file)) continue;
      const content = readFileSync(join(dir, file));
      writeFileSync(join(dir, `${file}.br`), brotliCompressSync(content));
      writeFileSync(join(dir, `${file}.gz`), gzipSync(content, { level: 9 }));
    }
  },
});

interface Built {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}

/** The pages that open without a network. */
const OFFLINE_PAGES = ['index.html', 'src/form/form-page.tsx', 'src/form/print-page.tsx'];

/** The files that those pages load, and the page that loads them. */
const precached = (dir: string): readonly { readonly url: string; readonly revision: string | null }[] => {
  const manifest = JSON.parse(readFileSync(join(dir, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Built
  >;
  const files = new Set<string>();
  const visit = (key: string): void => {
    const { file, imports = [], css = [], assets = [] } = manifest[key] ?? {};
    if (file === undefined || files.has(file)) return;
    // A browser that runs service workers reads woff2.
    for (const each of [file, ...css, ...assets.filter((asset) => !asset.endsWith('.woff'))]) files.add(each);
    imports.forEach(visit);
  };
  OFFLINE_PAGES.forEach(visit);
  const revision = createHash('sha256')
    .update(readFileSync(join(dir, 'index.html')))
    .digest('hex');
  return [
    { url: '/index.html', revision },
    ...[...files].map((file) => ({ url: `/${file}`, revision: null })),
  ];
};

/** Builds the service worker after the pages, since it names their files. */
const serviceWorker = (): Plugin => ({
  name: 'service-worker',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler: async ({ dir = '' }) => {
      await build({
        configFile: false,
        root: import.meta.dirname,
        publicDir: false,
        logLevel: 'warn',
        define: { __PRECACHE__: JSON.stringify(precached(dir)), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: dir,
          emptyOutDir: false,
          rolldownOptions: {
            input: join(import.meta.dirname, 'src/service-worker/sw.ts'),
            output: { format: 'iife', entryFileNames: 'sw.js' },
          },
        },
      });
    },
  },
});

const MENU_CONTEXT = '\0menu-context';

/**
 * No page has a menu of React Aria. Its dialogs import one context from the menu's file, and that file brings collections,
 * some 6 kB, into the form's first load.
 */
const withoutMenus = (): Plugin => ({
  name: 'without-menus',
  apply: 'build',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === './Menu.mjs' && importer?.includes('/react-aria-components/') ? MENU_CONTEXT : null,
  load: (id) =>
    id === MENU_CONTEXT
      ? `import { createContext } from 'react';
         export const RootMenuTriggerStateContext = createContext(null);`
      : null,
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [withoutMenus(), precompress(), serviceWorker()],
  // What the server writes CSV with, without Node's buffers.
  resolve: { alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The server reads from it which files a page will need.
    manifest: true,
    // The content security policy knows only files of this site: nothing may become a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Libraries mark files for React Server Components; there are none here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/auth', '/health'].map((path) => [path, process.env['API_URL'] ?? 'http://127.0.0.1:3000']),
    ),
  },
});
