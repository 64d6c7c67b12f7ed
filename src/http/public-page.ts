import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Language } from './wording.js';

/** In the page itself: a machine without a Thai font would show boxes. */
const FONT = readFileSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf'),
).toString('base64');

const STYLE = `@font-face{font-family:Sarabun;src:url(data:font/ttf;base64,${FONT})}
body{margin:0;background:#f6f5f3;color:#1d2226;font:1.0625rem/1.7 Sarabun,sans-serif}
main{max-width:36rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:.5rem}
main.wide{max-width:62rem}
h1{margin:0 0 1rem;font-size:1.25rem;color:#1f4e5f}
h2{margin:1.5rem 0 .5rem;font-size:1.0625rem;color:#1f4e5f}
a{color:#1f4e5f}
.verdict{padding:.75rem 1rem;border-left:.375rem solid;font-weight:700}
.good{background:#eaf4ec;border-color:#1e6b34;color:#14502a}
.bad{background:#fdf1f1;border-color:#9b1c1c;color:#7f1717}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:.25rem .5rem;border-bottom:1px solid #d8d5d0;text-align:start;vertical-align:top}
.number{text-align:end;font-variant-numeric:tabular-nums}
code{overflow-wrap:anywhere}
dt{color:#545d63;font-size:.9375rem}
dd{margin:0 0 .75rem;overflow-wrap:anywhere}`;

/** A public page may use this style with its font and nothing else: no script, no picture, no request. */
export const publicPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * A page for everyone, without the front end.
 * @param content HTML, escaped
 */
export const publicPage = (
  language: Language,
  title: string,
  content: string,
  width: '' | 'wide' = '',
): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>
<body><main class="${width}"><h1>${title}</h1>${content}</main></body></html>`;
