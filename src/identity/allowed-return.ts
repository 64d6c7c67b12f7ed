const anyOrigin = 'http://own.invalid';

/** Addresses of this site are shorter. The value travels in a cookie, which is part of every request. */
const LONGEST = 1_000;

/** Where a browser may go after signing in: a path of this site. Any text that a browser could read as another site becomes `/`. */
export function allowedReturn(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, anyOrigin)) return '/';
  // The text is parsed as a browser parses it: `\` counts as `/`, and tabs and line ends are removed before the host is read.
  const { origin, pathname, search, hash } = new URL(wanted, anyOrigin);
  const path = pathname + search + hash;
  return origin === anyOrigin && !pathname.startsWith('//') && path.length <= LONGEST ? path : '/';
}
