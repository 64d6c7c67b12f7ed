import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Vite's build manifest: the file of each module, and the files that it needs to start. */
interface Manifest {
  readonly [module: string]: {
    readonly file: string;
    readonly isEntry?: boolean;
    readonly imports?: readonly string[];
  };
}

const formPage = /^\/surveys\/(\d{4})\/(\d+)(?:[/?]|$)/;
const formModule = 'src/form/form-page.tsx';

/**
 * Names the files and API answers that the form needs, so that the browser can request them before its code has loaded. On a slow line this
 * saves a round trip.
 * @returns the value of a `Link` header for an address of the front end (path and query), or undefined.
 */
export const pageHints = (webFolder: string): ((url: string) => string | undefined) => {
  const file = join(webFolder, '.vite/manifest.json');
  if (!existsSync(file)) return () => undefined;
  const modules = filesOf(JSON.parse(readFileSync(file, 'utf8')) as Manifest, formModule).map(
    (each) => `</${each}>; rel=modulepreload`,
  );
  return (url) => {
    const [, year, lao] = formPage.exec(url) ?? [];
    if (!year || !lao) return undefined;
    const asked = [`questionnaires/${year}`, `surveys/${year}/${lao}`, 'me', 'campaigns'];
    return [...asked.map((path) => `</api/${path}>; rel=preload; as=fetch; crossorigin`), ...modules].join(
      ', ',
    );
  };
};

/** The module's own files, without those that the entry module already loads. */
const filesOf = (manifest: Manifest, module: string): readonly string[] => {
  const seen = new Set(Object.keys(manifest).filter((key) => manifest[key]?.isEntry));
  for (const key of [...seen]) for (const each of manifest[key]?.imports ?? []) seen.add(each);
  const files: string[] = [];
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const found = manifest[key];
    if (!found) return;
    files.push(found.file);
    for (const each of found.imports ?? []) visit(each);
  };
  visit(module);
  return files;
};
