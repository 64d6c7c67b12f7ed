import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** A program as operators run it: the output of `npm run build` for this source file. */
export const compiled = (source: string): string => join(root, 'dist', source.replace(/\.ts$/, '.js'));
