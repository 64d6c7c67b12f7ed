import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { completeAnswer, expectOk, fillSurvey, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';

const python = spawnSync('python3', ['--version']).status === 0;
if (!python) process.stderr.write('There is no python3 here: the lines of docs/evidence.md did NOT run\n');

/** The lines of code in the document, for any reader. */
const lines = async (): Promise<string> =>
  /```python\n([\s\S]*?)```/.exec(await readFile('docs/evidence.md', 'utf8'))![1]!;

it('are at most ten', async () => {
  expect((await lines()).split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);
});

(python ? describe : describe.skip)('the ten lines of the document', () => {
  const lao = '03120102';
  let server: TestServer;
  let folder: string;
  let certified: string;
  let fingerprint: string;

  /** Texts and a count that another language may write differently. */
  const awkward = {
    ...completeAnswer('service', 0),
    steps: ['submit-request'],
    channels: ['other'],
    otherChannel: 'สายด่วน "๑๓๐๐" \\ 𠮷野家 … ﬀ',
    yearlyUsers: 100_000_000,
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-lines-'));
    server = await startServer();
    const clerk = await signIn(server.url, `lao.${lao}`);
    await fillSurvey(clerk, lao);
    const aspect = `${surveyPath(lao)}/aspects/other-services`;
    const row = { groupId: 'other-services-list', title: 'จองคิว “ออนไลน์” / 𝒬ueue <&> \\n' };
    const { rowId } = await expectOk<{ readonly rowId: string }>(await clerk.post(`${aspect}/rows`, row));
    await expectOk(await clerk.put(aspect, { answers: { [rowId]: awkward } }, { 'if-match': '*' }));
    await expectOk(await clerk.post(`${surveyPath(lao)}/certification`));
    certified = await (await clerk.get(`${surveyPath(lao)}/certified`)).text();
    fingerprint = (await readForm(clerk, lao)).fingerprint!;
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const print = async (document: string): Promise<string> => {
    const file = join(folder, 'certified.json');
    await writeFile(file, document);
    return execFileSync('python3', ['-c', await lines(), file], { encoding: 'utf8', stdio: 'pipe' }).trim();
  };

  it('print the fingerprint of a certified survey', async () => {
    expect(certified).toContain('𠮷野家');
    expect(await print(certified)).toBe(fingerprint);
  });

  it('print it also when the file was indented, reordered and escaped', async () => {
    const reversed = Object.fromEntries(Object.entries(JSON.parse(certified) as object).reverse());
    const escaped = JSON.stringify(reversed, null, 2).replace(
      /[^\0-~]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(await print(escaped)).toBe(fingerprint);
  });

  it('print another one when one answer differs', async () => {
    expect(await print(certified.replace('"isNeeded":true', '"isNeeded":false'))).not.toBe(fingerprint);
  });

  it('refuse a number that languages write differently', async () => {
    await expect(print(certified.replace('100000000', '100000000.5'))).rejects.toThrow('whole numbers only');
  });
});
