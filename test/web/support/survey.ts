import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn, type Client } from '../../support/sign-in.js';

interface Form {
  readonly revision: string;
  readonly aspects: readonly {
    readonly id: string;
    readonly rows: readonly { readonly id: string; readonly kind: string }[];
  }[];
}

/** A directory of one province with these LAOs only, so that a whole province can certify in a test. */
export const directoryOf = async (laoCodes: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'eservice-directory-'));
  for (const name of ['provinces.csv', 'districts.csv', 'lao-types.csv']) {
    await copyFile(join('data', name), join(folder, name));
  }
  const [head = '', ...lines] = (await readFile('data/laos.csv', 'utf8')).split('\n');
  const kept = lines.filter((line) => laoCodes.some((code) => line.startsWith(code)));
  await writeFile(join(folder, 'laos.csv'), [head, ...kept, ''].join('\n'));
  return folder;
};

/** Fills a whole survey over HTTP, for tests about later steps. `leaveOut` rows stay unanswered. */
export const fill = async (
  client: Client,
  year: number,
  lao: string,
  leaveOut: readonly string[] = [],
): Promise<void> => {
  const form = (await (await client.get(`/api/surveys/${year}/${lao}`)).json()) as Form;
  let { revision } = form;
  for (const aspect of form.aspects) {
    const answers = Object.fromEntries(
      aspect.rows
        .filter(({ id }) => !leaveOut.includes(id))
        .map((row) => [row.id, { hasEService: false, isNeeded: true }]),
    );
    const saved = await client.put(
      `/api/surveys/${year}/${lao}/aspects/${aspect.id}`,
      { answers },
      { 'if-match': `"${revision}"`, 'idempotency-key': crypto.randomUUID() },
    );
    if (!saved.ok) throw new Error(`saving ${aspect.id}: ${saved.status} ${await saved.text()}`);
    ({ revision } = (await saved.json()) as { readonly revision: string });
  }
};

/** After a return without a correction, `note` says why. */
export const certify = async (client: Client, year: number, lao: string, note?: string): Promise<void> => {
  const body = note === undefined ? undefined : { notes: [{ note }] };
  const certified = await client.post(`/api/surveys/${year}/${lao}/certification`, body);
  if (!certified.ok) throw new Error(`certifying ${lao}: ${certified.status} ${await certified.text()}`);
};

/** A second round for the next fiscal year, with the same form. LAOs of the first round then have answers of last year. */
export const openNextYear = async (url: string): Promise<void> => {
  const admin = await signIn(url, 'admin');
  const opened = await admin.post('/api/campaigns', {
    fiscalYear: 2566,
    questionnaireVersion: '2565.1',
    provinces: ['12'],
    closesAt: new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString(),
  });
  if (!opened.ok) throw new Error(`opening the next year: ${opened.status} ${await opened.text()}`);
};
