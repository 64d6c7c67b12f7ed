import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { EventStore } from '../src/event-store/event-store.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { longColumns } from '../src/results/columns.js';
import { Exports } from '../src/results/exports.js';
import type { FlatRow } from '../src/results/flat.js';
import { writeXlsx } from '../src/results/write-xlsx.js';
import { completeAnswers, expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { judge } from './support/log-oracle.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const certified = '03120102';
const begun = '04120104';
const questionnaire = loadQuestionnaires('data')[0]!;
const formats = ['csv', 'xlsx', 'jsonl', 'parquet'] as const;

let server: TestServer;
let lao: Client;
let officer: Client;
let admin: Client;
/** Before the second LAO began. */
let early: string;
let late: string;

interface End {
  readonly end: { readonly rows: number; readonly position: string; readonly time: string };
}

beforeAll(async () => {
  server = await startServer();
  lao = await signIn(server.url, `lao.${certified}`);
  officer = await signIn(server.url, 'province.12');
  admin = await signIn(server.url, 'admin');
  early = (await fillAndCertify(lao, certified)).position;
  const other = await signIn(server.url, `lao.${begun}`);
  const [aspect] = (await readForm(other, begun)).aspects;
  const path = `${surveyPath(begun)}/aspects/${aspect!.id}`;
  const saved = await expectOk<{ revision: string }>(
    await other.put(path, { answers: completeAnswers(aspect!.rows) }, { 'if-match': '"-1"' }),
  );
  const row = { groupId: aspect!.rows[0]!.groupId, title: '=1+1, "งาน"' };
  const added = await other.post(`${path}/rows`, row, { 'if-match': `"${saved.revision}"` });
  late = (await expectOk<{ position: string }>(added)).position;
});
afterAll(() => server.stop());

const get = async (who: Client, format: string, query = ''): Promise<Response> => {
  const response = await who.get(`/api/exports/2565.${format}${query}`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
};
const bytes = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

const jsonl = async (who: Client, query = ''): Promise<{ rows: readonly FlatRow[]; end: End['end'] }> => {
  const lines = (await (await get(who, 'jsonl', query)).text()).trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as FlatRow);
  const { end } = JSON.parse(lines.at(-1)!) as End;
  records.pop();
  return { rows: records, end };
};

const wholeLog = async (): Promise<readonly RecordedEvent[]> => {
  const log: RecordedEvent[] = [];
  for await (const page of server.application.get(EventStore).readAll()) log.push(...page);
  return log;
};

describe('an export', () => {
  it('holds what an independent fold of the log holds', async () => {
    const { rows, end } = await jsonl(admin, `?at=${late}`);
    const log = (await wholeLog()).filter(({ position }) => position <= BigInt(late));
    const { surveys } = judge(log, { questionnaire });
    const users = (values: Iterable<unknown>): number =>
      [...values].reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
    const folded = [...surveys.values()].flatMap(({ answers }) => [...answers.values()]);
    const answered = rows.filter(({ hasEService }) => hasEService !== null);
    expect(answered).toHaveLength(folded.length);
    expect(users(rows.map(({ yearlyUsers }) => yearlyUsers))).toBe(
      users(folded.map((answer) => answer['yearlyUsers'])),
    );
    for (const row of answered) {
      const answer = surveys.get(String(row['laoCode']))?.answers.get(String(row['rowId']));
      expect(row).toMatchObject(answer!);
    }
    const asked = log.flatMap(({ type, data }) =>
      type === 'ProvinceEnrolled' ? (data['laos'] as { code: string }[]) : [],
    );
    const standard = questionnaire.aspects.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
    expect(rows).toHaveLength(asked.length * standard.length + 1);
    expect(end).toEqual({ rows: rows.length, position: late, time: log.at(-1)!.metadata['time'] });
  });

  it.each(formats)('is the same at one position whatever happens meanwhile: %s', async (format) => {
    const query = `?at=${late}`;
    const one = await get(admin, format, query);
    const name = one.headers.get('content-disposition');
    expect(name).toMatch(
      new RegExp(`"results-2565-long-nation-position-${late}-\\d{8}T\\d{6}Z\\.${format}"`),
    );
    const first = await bytes(one);
    await officer.get(`/api/audit/surveys/2565/${begun}/moments`); // an event
    const other = await get(admin, format, query);
    expect((await bytes(other)).equals(first)).toBe(true);
    expect(other.headers.get('content-disposition')).toBe(name);
  });

  it('shows the past, and the present without a moment', async () => {
    const of = async (query: string): Promise<number> =>
      (await jsonl(admin, query)).rows.filter(
        (row) => row['laoCode'] === begun && row['hasEService'] !== null,
      ).length;
    expect(await of(`?at=${early}`)).toBe(0);
    expect(await of(`?after=${late}`)).toBeGreaterThan(0);
    const { end } = await jsonl(admin, `?at=${early}`);
    expect((await jsonl(admin, `?at=${end.time}`)).end.position).toBe(early);
  });

  it('has one line for each LAO when wide', async () => {
    const { rows } = await jsonl(admin, `?shape=wide&at=${late}`);
    const { rows: long } = await jsonl(admin, `?at=${late}`);
    expect(rows).toHaveLength(new Set(long.map(({ laoCode }) => laoCode)).size);
    const row = rows.find(({ laoCode }) => laoCode === begun)!;
    expect(row['addedRows']).toBe(1);
    const answer = long.find(({ laoCode, yearlyUsers }) => laoCode === begun && yearlyUsers !== null)!;
    expect(row[`${String(answer['rowId'])}.yearlyUsers`]).toBe(answer['yearlyUsers']);
  });

  it('is narrowed by the state', async () => {
    const codes = async (status: string): Promise<readonly unknown[]> => [
      ...new Set((await jsonl(admin, `?status=${status}&at=${late}`)).rows.map(({ laoCode }) => laoCode)),
    ];
    expect(await codes('certified')).toEqual([certified]);
    expect(await codes('not-certified')).not.toContain(certified);
    expect(await codes('withdrawn')).toEqual([]);
  });

  it('holds what its reader may see', async () => {
    expect(new Set((await jsonl(lao)).rows.map(({ laoCode }) => laoCode))).toEqual(new Set([certified]));
    expect(new Set((await jsonl(officer)).rows.map(({ provinceCode }) => provinceCode))).toEqual(
      new Set(['12']),
    );
    for (const who of [lao, officer]) {
      const response = await who.get('/api/exports/2565.csv?province=13');
      expect([response.status, (await response.json()) as object]).toMatchObject([
        403,
        { code: 'out-of-scope' },
      ]);
    }
    expect((await admin.get('/api/exports/2570.csv')).status).toBe(404);
    expect((await admin.get('/api/exports/2565.pdf')).status).toBe(404);
  });
});

describe('the CSV', () => {
  it('is what Excel opens: byte order mark, codes, no formula, and a closing line', async () => {
    const text = (await bytes(await get(admin, 'csv', `?at=${late}`))).toString();
    expect(text.startsWith('\ufefffiscalYear,')).toBe(true);
    expect(text).toContain(`,"=""${certified}""",`);
    expect(text).toContain(`,"'=1+1, ""งาน""",`);
    const lines = parse(text, { bom: true, relaxColumnCount: false });
    const end = lines.at(-1)!;
    expect(end.slice(0, 5)).toEqual(['#end', 'rows', String(lines.length - 2), 'position', late]);
  });
});

describe('the workbook', () => {
  const parts = async (file: Buffer): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(Object.entries(unzipSync(file)).map(([name, part]) => [name, strFromU8(part)]));

  it('has Thai titles that stay in view, real numbers, and a sheet of definitions', async () => {
    const { rows } = await jsonl(admin, `?at=${late}`);
    const found = await parts(await bytes(await get(admin, 'xlsx', `?at=${late}`)));
    const data = found['xl/worksheets/sheet1.xml']!;
    expect(data).toContain('state="frozen"');
    expect(data).toContain('>จำนวนผู้ใช้บริการ (คน)<');
    expect(data).toContain('<c><v>100</v></c>');
    expect(data).toContain(`>${certified}<`);
    expect(data).toContain('>=1+1, &quot;งาน&quot;<');
    expect(data.match(/<row>/g)).toHaveLength(rows.length + 1);
    const definitions = found['xl/worksheets/sheet2.xml']!;
    expect(definitions).toMatch(new RegExp(`>rows</t></is></c><c><v>${rows.length}</v>`));
    expect(definitions).toContain(`>${late}<`);
    expect(found['xl/workbook.xml']).toContain('name="คำอธิบาย"');
  });

  it('goes on in a further sheet when one is full', async () => {
    const { rows } = await jsonl(admin, `?at=${late}`);
    const batches = (async function* () {
      for (let from = 0; from < 10; from += 2) yield rows.slice(from, from + 2);
    })();
    const head = { fiscalYear: 2565, shape: 'long', questionnaire, position: '1', time: '' } as const;
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeXlsx({ ...head, columns: longColumns, batches }, 5)) chunks.push(chunk);
    const found = await parts(Buffer.concat(chunks));
    const counts = [1, 2, 3].map((n) => found[`xl/worksheets/sheet${n}.xml`]!.match(/<row>/g)!.length);
    expect(counts).toEqual([5, 5, 3]);
    expect(found['xl/workbook.xml']!.match(/<sheet /g)).toHaveLength(4);
  });
});

describe('the Parquet file', () => {
  it('has the same rows with their types, and its footer the count and the position', async () => {
    const { rows } = await jsonl(admin, `?at=${late}`);
    const file = await bytes(await get(admin, 'parquet', `?at=${late}`));
    const buffer = new Uint8Array(file).buffer;
    const found = (await parquetReadObjects({ file: buffer })) as readonly FlatRow[];
    const shown = (row: FlatRow): readonly unknown[] =>
      longColumns.map(({ id, kind }) => {
        const value = row[id] as unknown;
        if (kind === 'time') return value && new Date(value as string).toISOString();
        return Array.isArray(value) ? value.join() : value;
      });
    expect(found.map(shown)).toEqual(rows.map(shown));
    const { key_value_metadata: footer, row_groups: groups } = parquetMetadata(buffer);
    const end = Object.fromEntries(footer!.map(({ key, value }) => [key, value]));
    expect(end).toMatchObject({ rows: String(rows.length), position: late });
    expect(groups.length).toBeGreaterThan(1);
  });
});

describe('an export that fails', () => {
  it.each(formats)('behind its first bytes ends visibly broken, and is logged: %s', async (format) => {
    const exports = server.application.get(Exports);
    const row = (await jsonl(lao)).rows[0]!;
    const batches = (async function* () {
      for (let i = 0; i < 1000; i += 1)
        yield Array.from({ length: 10 }, () => ({ ...row, row: randomUUID() }));
      throw new Error('the disk of the log is gone');
    })();
    const head = { fiscalYear: 2565, shape: 'long', questionnaire, position: '1', time: '' } as const;
    const table = { ...head, columns: longColumns, batches };
    const open = jest.spyOn(exports, 'open').mockResolvedValue({ name: 'x', table });
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    try {
      await expect(bytes(await get(admin, format))).rejects.toThrow();
      expect(logged).toHaveBeenCalledWith(
        expect.objectContaining({ message: 'an export broke off', file: `x.${format}` }),
      );
    } finally {
      open.mockRestore();
      logged.mockRestore();
    }
  });
});

// Behind the others, because it damages the log.
describe('an export of a log with an event that cannot be read', () => {
  it('is refused from that event on, and not made without what follows it', async () => {
    const stream = `survey-2565.${begun}`;
    const known = (await wholeLog()).findLast((event) => event.stream === stream)!;
    const unknown = { ...known, id: randomUUID(), type: 'FromANewerSystem' };
    const { position } = await server.application.get(EventStore).append(stream, [unknown], 'any');
    for (const who of [admin, officer]) {
      const response = await who.get(`/api/exports/2565.csv?after=${position}`);
      expect([response.status, (await response.json()) as object]).toMatchObject([
        500,
        { code: 'record-damaged', stream },
      ]);
    }
    expect((await jsonl(lao)).rows.length).toBeGreaterThan(0);
    expect((await jsonl(admin, `?at=${late}`)).end.position).toBe(late);
    const results = (query: string) => admin.get(`/api/results/2565${query}`);
    expect(await expectOk(await results(`?after=${position}`))).toMatchObject({ damaged: 1 });
    expect(await expectOk(await results(`?at=${late}`))).toMatchObject({ damaged: 0 });
  });
});

const hasPandas = spawnSync('python3', ['-c', 'import pandas']).status === 0;
if (!hasPandas)
  process.stderr.write('python3 has no pandas here: the recipe of docs/results.md did NOT run\n');
(hasPandas ? it : it.skip)('the pandas recipe of the manual counts as the log does', async () => {
  const recipe = /```python\n([\s\S]*?)```/.exec(readFileSync('docs/results.md', 'utf8'))![1]!;
  const folder = mkdtempSync(join(tmpdir(), 'pandas-'));
  try {
    writeFileSync(join(folder, 'results.jsonl'), await bytes(await get(admin, 'jsonl', `?at=${late}`)));
    const { status, stdout, stderr } = spawnSync('python3', ['-c', recipe], { cwd: folder });
    expect([status, String(stderr)]).toEqual([0, '']);
    const { rows } = await jsonl(admin, `?at=${late}`);
    expect(String(stdout)).toContain(String(rows.filter(({ hasEService }) => hasEService === true).length));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
