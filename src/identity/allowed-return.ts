const anyOrigin = 'http://own.invalid';

/** Pages of this site are shorter. It travels in a cookie, where every byte goes along with each request. */
const LONGEST = 1_000;

/** Where a browser may go after signing in: a path of this site. Whatever a browser could read as another site becomes `/`. */
export function allowedReturn(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, anyOrigin)) return '/';
  // Parsed as a browser does it: `\` is `/`, and tabs and line ends are dropped before what is left decides on a host.
  const { origin, pathname, search, hash } = new URL(wanted, anyOrigin);
  const path = pathname + search + hash;
  return origin === anyOrigin && !pathname.startsWith('//') && path.length <= LONGEST ? path : '/';
}
