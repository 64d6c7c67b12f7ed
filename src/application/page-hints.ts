import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Vite's account of what it built: each module that is a file of its own, and the files that it cannot start without. */
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
 * What the form will ask for once its code runs, said while the code is still on its way: on a slow line the answers then come beside
 * the code and not a round trip behind it.
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

/** The module's own files; what the entry loads anyway is not among them. */
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
