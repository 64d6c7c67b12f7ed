/**
 * Signs in at a real OpenID provider, as people do with its own form: `npm run sign-in-scenarios -- <issuer>`. The
 * provider holds the realm of `deploy/development-realm.json` (Keycloak: `kc.sh start-dev --import-realm`), which sends
 * people back to http://localhost:3000, so that port must be free. Exit code 1 when a scenario ends otherwise.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CookieJar } from '../support/sign-in.js';
import { spawnServer } from '../support/server-process.js';

const [, , issuer] = process.argv;
if (issuer === undefined) {
  console.error('name the issuer, such as http://127.0.0.1:8081/realms/eservice');
  process.exit(1);
}
const home = 'http://localhost:3000';
const secret = 'development-development-development';
const PASSWORD = 'development';
const people = {
  'lao.03120102': 'lao',
  'province.12': 'province',
  auditor: 'auditor',
  admin: 'admin',
} as const;

const isHome = (url: URL): boolean => url.origin === home && !url.pathname.startsWith('/auth/');

/** The page at which the provider asks who it is; undefined when it knows already, and sent the browser home. */
const askedAt = async (jar: CookieJar): Promise<{ readonly form: URL } | undefined> => {
  const { url, response } = await jar.follow(`${home}/auth/login`, isHome);
  if (isHome(url)) return undefined;
  const page = await response.text();
  const action = /action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) throw new Error(`no form at ${url.href}`);
  return { form: new URL(action.replaceAll('&amp;', '&'), url) };
};

/** Sends the provider's form. @returns whether the browser came home. */
const enter = async (jar: CookieJar, form: URL, username: string, password: string): Promise<boolean> => {
  const body = new URLSearchParams({ username, password, credentialId: '' });
  const response = await jar.fetch(form, { method: 'POST', body });
  const next = response.headers.get('location');
  await response.body?.cancel();
  if (next === null) return false;
  const { url } = await jar.follow(next, isHome);
  return isHome(url);
};

const signIn = async (username: string, jar = new CookieJar()): Promise<CookieJar> => {
  const asked = await askedAt(jar);
  if (asked && !(await enter(jar, asked.form, username, PASSWORD))) throw new Error(`${username} is not in`);
  return jar;
};

const me = async (jar: CookieJar): Promise<{ readonly status: number; readonly role?: string }> => {
  const response = await jar.fetch(`${home}/api/me`);
  const { role } = (await response.json()) as { readonly role?: string };
  return { status: response.status, ...(role !== undefined && { role }) };
};

const signOut = async (jar: CookieJar): Promise<void> => {
  const response = await jar.fetch(`${home}/auth/logout`, { method: 'POST' });
  const { endSessionUrl } = (await response.json()) as { readonly endSessionUrl: string | null };
  if (endSessionUrl === null) throw new Error('the provider’s session is not ended');
  await jar.follow(endSessionUrl, isHome);
};

const expectThat = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  'each person gets the role of the claims': async () => {
    for (const [username, role] of Object.entries(people)) {
      const found = await me(await signIn(username));
      expectThat(found.role === role, `${username} is ${found.role ?? found.status}`);
    }
  },
  'a wrong password lets nobody in': async () => {
    const jar = new CookieJar();
    const asked = await askedAt(jar);
    expectThat(asked !== undefined, 'nobody was asked');
    expectThat(!(await enter(jar, asked!.form, 'admin', 'wrong')), 'a wrong password came home');
    expectThat((await me(jar)).status === 401, 'a wrong password has a session');
  },
  'two tabs sign in at once': async () => {
    const jar = new CookieJar();
    const [one, other] = [await askedAt(jar), await askedAt(jar)];
    expectThat(await enter(jar, one!.form, 'province.12', PASSWORD), 'the first tab is not in');
    expectThat((await me(jar)).role === 'province', 'the first tab has another role');
    expectThat(other !== undefined, 'the second tab was not asked');
  },
  'who is signed in is not asked again': async () => {
    const jar = await signIn('auditor');
    expectThat((await askedAt(jar)) === undefined, 'the provider asked again');
  },
  'signing out ends the session at the provider, too': async () => {
    const jar = await signIn('lao.03120102');
    await signOut(jar);
    expectThat((await me(jar)).status === 401, 'the session goes on');
    expectThat((await askedAt(jar)) !== undefined, 'the next click signs in silently');
  },
};

const measure = async (): Promise<void> => {
  const [atOnce, each] = [4, 10];
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    for (let count = 0; count < each; count += 1) await signIn('lao.03120102');
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${atOnce * each} sign-ins, ${atOnce} at once: ${((atOnce * each) / seconds).toFixed(1)}/s`);
};

const dataDir = await mkdtemp(join(tmpdir(), 'eservice-survey-sign-in-'));
const { child } = await spawnServer({
  DATA_DIR: dataDir,
  PORT: '3000',
  PUBLIC_URL: home,
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: 'eservice-survey',
  OIDC_CLIENT_SECRET: secret,
  SESSION_SECRET: secret,
});
let failed = 0;
try {
  for (const [name, play] of Object.entries(scenarios)) {
    try {
      await play();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await measure();
} finally {
  child.kill();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(failed === 0 ? 'Every scenario ended as it should.' : `${failed} scenarios failed`);
process.exitCode = failed === 0 ? 0 : 1;
