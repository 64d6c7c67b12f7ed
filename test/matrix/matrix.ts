import { accessToken } from '../support/sign-in.js';
import { offices, provinces } from './two-provinces.js';
import { isNational, whoMay } from './rules.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Actor {
  readonly hint: string;
  readonly role: 'lao' | 'province' | 'auditor' | 'admin';
  /** The codes that lie within the office; undefined for the whole nation. */
  readonly scope?: ReadonlySet<string>;
}

const ofProvince: ReadonlySet<string> = new Set([provinces.own, offices.own, offices.near]);
const actors: readonly (Actor | undefined)[] = [
  { hint: `lao.${offices.own}`, role: 'lao', scope: new Set([offices.own]) },
  { hint: `province.${provinces.own}`, role: 'province', scope: ofProvince },
  { hint: `auditor.${provinces.own}`, role: 'auditor', scope: ofProvince },
  { hint: 'auditor', role: 'auditor' },
  { hint: 'admin', role: 'admin' },
  undefined,
];

/** These end a session or begin one; tests of their own cover them. */
const excluded = /^\w+ \/auth\//;
/** Reference data, the same for everyone. */
const directory = /^GET \/api\/directory\//;

/** `narrowed`: allowed, but the query asks for another office: a refusal, or an answer that shows nothing of it. */
type Expected = 401 | 'not-allowed' | 'out-of-scope' | 'allowed' | 'narrowed';

const expectedFor = (operation: string, actor: Actor | undefined, code: string | undefined): Expected => {
  const who = whoMay(operation);
  if (who === 'public') return 'allowed';
  if (!actor) return 401;
  if (!who?.includes(actor.role)) return 'not-allowed';
  if (isNational(operation) && actor.scope) return 'out-of-scope';
  return code === undefined || !actor.scope || actor.scope.has(code) ? 'allowed' : 'out-of-scope';
};

/** What is wrong with the answer in view of what was expected; undefined for one as it should be. */
const faultOf = (expected: Expected, status: number, code: string | undefined): string | undefined => {
  if (status >= 500) return 'a server error';
  if (expected === 401) return status === 401 ? undefined : 'answers somebody unknown';
  if (expected === 'narrowed' && status === 403 && code === 'out-of-scope') return undefined;
  if (expected !== 'allowed' && expected !== 'narrowed') {
    return status === 403 && code === expected ? undefined : `should be refused as ${expected}`;
  }
  return status === 401 || status === 403 ? 'refuses somebody who may' : undefined;
};

interface Cell {
  readonly operation: string;
  readonly path: string;
  readonly actor: Actor | undefined;
  readonly expected: Expected;
  /** Codes that the answer must not show to this actor. */
  readonly hidden: readonly string[];
}

const cellsOf = (operation: string, path: string, { parameters = [] }: Operation): readonly Cell[] => {
  const values = path.includes('{lao}')
    ? Object.values(offices)
    : path.includes('{province}')
      ? Object.values(provinces)
      : [undefined];
  const queries = directory.test(operation)
    ? []
    : [
        ['province', provinces.far],
        ['lao', offices.far],
      ].filter(([name]) => parameters.some((each) => each.in === 'query' && each.name === name));
  return actors.flatMap((actor) =>
    values.flatMap((code) => {
      const filled = path
        .replace('{lao}', code ?? '')
        .replace('{province}', code ?? '')
        .replace('{year}', '2565')
        .replace('{version}', '2565.1')
        .replace('{aspect}', 'economy')
        .replace('{row}', 'land-and-building-tax-payment')
        .replace('{sub}', 'admin')
        .replace('{set}', 'Laos')
        .replace('{position}', '1')
        .replace('{file}', 'answers.csv')
        .replace('{token}', '00000000-0000-4000-8000-000000000000')
        .replace('{fingerprint}', 'a'.repeat(64));
      const cell = { operation, actor, expected: expectedFor(operation, actor, code), hidden: [] };
      const asked = queries.map(([name = '', value = '']) => ({
        ...cell,
        expected: cell.expected === 'allowed' ? ('narrowed' as const) : cell.expected,
        path: `${filled}?${name}=${value}`,
        hidden: actor?.scope ? [offices.far] : [],
      }));
      return [{ ...cell, path: filled }, ...asked];
    }),
  );
};

export interface MatrixResult {
  readonly cells: number;
  readonly operations: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Asks every operation of the OpenAPI document as everybody, about their own office, others and none. */
export const runMatrix = async (url: string): Promise<MatrixResult> => {
  const document = (await (await fetch(new URL('/api/openapi.json', url))).json()) as Document;
  const operations = Object.entries(document.paths)
    .flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, path, operation] as const,
      ),
    )
    .filter(([name]) => !excluded.test(name));
  const tokens = new Map<string, string>();
  for (const actor of actors) if (actor) tokens.set(actor.hint, await accessToken(url, actor.hint));
  const cells = operations.flatMap(([name, path, operation]) => cellsOf(name, path, operation));
  const statuses: Record<string, number> = {};
  const faults = operations
    .filter(([name]) => whoMay(name) === undefined)
    .map(([name]) => `${name}: no rule says who may`);
  for (const { operation, path, actor, expected, hidden } of cells) {
    const token = actor && tokens.get(actor.hint);
    const method = operation.split(' ')[0]!;
    const abort = new AbortController();
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
        'if-match': '*',
      },
      // No command takes this, so nothing changes: permission is checked before content.
      ...(method !== 'GET' && { body: '{"undeclared":true}' }),
      signal: abort.signal,
    });
    const { status } = response;
    const isLive = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    const text = isLive ? '' : await response.text();
    abort.abort();
    statuses[status] = (statuses[status] ?? 0) + 1;
    const who = actor?.hint ?? 'anonymous';
    const code = status < 400 ? undefined : /"code":"([\w-]+)"/.exec(text)?.[1];
    const fault = faultOf(expected, status, code);
    if (fault) faults.push(`${who}: ${method} ${path} → ${status} ${code ?? ''}: ${fault}`);
    if (method !== 'GET' && status < 300) faults.push(`${who}: ${method} ${path} → ${status}: took it`);
    for (const foreign of hidden) {
      if (status < 300 && text.includes(foreign)) faults.push(`${who}: ${path} shows ${foreign}`);
    }
  }
  return { cells: cells.length, operations: operations.length, statuses, faults };
};
