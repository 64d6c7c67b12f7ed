import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { escapeHtml } from '../http/escape-html.js';
import { wording, type Language } from '../http/wording.js';
import type { Problem } from '../problems/problem.js';

const texts = {
  th: {
    organisation: 'กรมส่งเสริมการปกครองท้องถิ่น',
    again: 'เข้าสู่ระบบอีกครั้ง',
    asAnother: 'เข้าสู่ระบบด้วยบัญชีอื่น',
    number: 'หมายเลขอ้างอิงเมื่อติดต่อผู้ดูแลระบบ',
  },
  en: {
    organisation: 'Department of Local Administration',
    again: 'Sign in again',
    asAnother: 'Sign in with another account',
    number: 'Reference for the administrator',
  },
} as const;

/** The stylesheets of the built front end, so that its pages and these look alike. */
const stylesheets = (): readonly string[] => {
  const index = resolve(join('dist/web', 'index.html'));
  if (!existsSync(index)) return [];
  return readFileSync(index, 'utf8').match(/<link rel="stylesheet"[^>]*>/g) ?? [];
};

/** The page for a problem at an address that the browser opened itself: a failed sign-in, a receipt that cannot be checked. */
export const problemPage = (
  problem: Problem,
  language: Language,
  { correlationId, signsIn }: { readonly correlationId: string; readonly signsIn: boolean },
): string => {
  const { title, detail } = wording(problem, language);
  const words = texts[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title>${stylesheets().join('')}</head>
<body><main class="sign-in"><div class="sign-in-card"><p class="sign-in-org">${words.organisation}</p><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p>${signsIn ? link(problem, words) : ''}<p class="sign-in-org">${words.number}: <code>${escapeHtml(correlationId)}</code></p></div></main></body></html>`;
};

/** Without access, signing in again as the same person leads to this page again. The link therefore ends the provider's session first. */
const link = ({ code, details }: Problem, words: (typeof texts)[Language]): string => {
  const button = (href: string, text: string): string =>
    `<p><a class="button button-primary button-large" href="${escapeHtml(href)}">${text}</a></p>`;
  if (code !== 'no-access') return button('/auth/login', words.again);
  const { signOutUrl } = details;
  return button(typeof signOutUrl === 'string' ? signOutUrl : '/auth/login?prompt=login', words.asAnother);
};
