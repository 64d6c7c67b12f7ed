import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** A program of ours as operators run it: what `npm run build` made of this source file. */
export const compiled = (source: string): string => join(root, 'dist', source.replace(/\.ts$/, '.js'));
