import { execFile } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { SqlitePeople } from '../src/people/embedded/sqlite-people.js';
import { SystemClock } from '../src/basics/clock.js';
import type { Configuration } from '../src/configuration/configuration.js';

import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { eventTypes } from '../src/events/event-types.js';
import { loadCheckpointKey } from '../src/evidence/checkpoints/checkpoint-key.js';
import { Checkpoints } from '../src/evidence/checkpoints/checkpoints.js';
import { EvidencePackages } from '../src/evidence/package/evidence-package.js';
import { LiveTree } from '../src/evidence/signing/live-tree.js';
import { Notary } from '../src/evidence/signing/notary.js';
import { childEnvironment } from './support/child-environment.js';
import { compiled } from './support/compiled.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { canonicalJson, CHAIN_START } from '../src/event-store/hash-chain.js';
import { leafHash, MerkleTree, nodeHash } from '../src/evidence/tree/merkle-tree.js';
import { keyId } from '../src/evidence/checkpoints/signed-note.js';
import { expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { pdfPages } from './support/pdf-text.js';
import { propertyRuns } from './support/property-runs.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';
import { directoryOf } from './web/support/survey.js';

const [city, town, quiet] = ['03120102', '05120501', '06120106'] as const;
const survey = `survey-2565.${city}`;
const run = promisify(execFile);
// This suite starts other programs.
jest.setTimeout(60_000);

let server: TestServer;
let directoryDir: string;
let folder: string;
let pinned: string;
let ofProvince: string;

/** The command as an operator runs it beside the server. */
const pack = async (...scope: readonly string[]): Promise<string> => {
  const out = join(folder, `${scope.join('-').replace('/', '-')}.zip`);
  const env = {
    ...childEnvironment,
    NODE_ENV: 'test',
    DATA_DIR: server.dataDir,
    DIRECTORY_DIR: directoryDir,
  };
  await run(process.execPath, [compiled('src/cli/evidence.cli.ts'), ...scope, '--out', out], { env });
  return out;
};

interface Verdict {
  readonly code: number;
  readonly output: string;
  /** Its findings, by code. */
  readonly faults: readonly string[];
}

/** The checker as a third party runs it: a separate program in another folder, without any other file of this system. */
const check = async (path: string, ...options: readonly string[]): Promise<Verdict> => {
  const alone = join(folder, 'check.mjs');
  await writeFile(alone, await readFile('evidence/check.mjs'));
  const judge = (code: number, output: string): Verdict => ({
    code,
    output,
    faults: [...new Set([...output.matchAll(/^✗ \[([\w-]+)\]/gm)].map(([, fault]) => fault!))],
  });
  return run(process.execPath, [alone, path, ...options], { cwd: folder, env: {} }).then(
    ({ stdout }) => judge(0, stdout),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return judge(code, stdout + stderr);
    },
  );
};

type Files = Record<string, Uint8Array>;
const text = (files: Files, name: string): string => strFromU8(files[name]!);
const put = (files: Files, name: string, content: string): void => {
  files[name] = strToU8(content);
};
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Line {
  readonly event: object;
  hash: string;
}

/** The lines, with hashes recomputed from their altered content. */
const chainedAnew = (lines: string): string => {
  let previous: string = CHAIN_START;
  const rechained = lines
    .split('\n')
    .slice(0, -1)
    .map((json) => {
      const line = JSON.parse(json) as Line;
      const covered = Buffer.concat([Buffer.from(previous, 'hex'), Buffer.from(canonicalJson(line.event))]);
      line.hash = previous = hash(covered);
      return `${canonicalJson(line)}\n`;
    });
  return rechained.join('');
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-package-'));
  directoryDir = await directoryOf([city, town, quiet]);
  server = await startServer({ directoryDir });
  const officer = await signIn(server.url, 'province.12');
  const clerk = await signIn(server.url, `lao.${city}`);
  await fillAndCertify(clerk, city);
  await pack('survey', `2565/${city}`);
  const aspect = `${surveyPath(city)}/aspects/other-services`;
  await expectOk(
    await officer.post(`${surveyPath(city)}/return`, {
      reason: 'ตรวจ “จำนวน”\nอีกครั้ง',
      rows: [{ rowId: 'newborn-grant-registration', note: 'แนบเอกสาร' }],
    }),
  );
  const title = 'จองคิว \\ "𠮷"';
  const added = await clerk.post(`${aspect}/rows`, { groupId: 'other-services-list', title });
  const { rowId } = await expectOk<{ readonly rowId: string }>(added);
  const answers = { [rowId]: { hasEService: false, isNeeded: false } };
  await expectOk(await clerk.put(aspect, { answers }, { 'if-match': '*' }));
  await expectOk(await clerk.put(`${aspect}/rows/${rowId}`, { title: `${title} ๒` }));
  const notes = [{ rowId: 'newborn-grant-registration', note: 'แนบแล้ว' }];
  await expectOk(await clerk.post(`${surveyPath(city)}/certification`, { notes }));
  for (const lao of [town, quiet]) await fillAndCertify(await signIn(server.url, `lao.${lao}`), lao);
  await expectOk(await officer.post('/api/provinces/12/certifications/2565'));
  ofProvince = await pack('province', '2565/12');
  const key = createPublicKey(await readFile(join(server.dataDir, 'checkpoint-key.pub.pem')));
  pinned = hash(key.export({ format: 'der', type: 'spki' }));
});
afterAll(async () => {
  await server.stop();
  for (const each of [folder, directoryDir]) await rm(each, { recursive: true });
});

/** The root of a tree by the definition of RFC 9162, with `others` for the ranges without a known leaf. */
const rootOf = (size: number, known: ReadonlySet<number>, others: readonly Buffer[]): Buffer | undefined => {
  const rest = [...others];
  const range = (start: number, end: number): Buffer => {
    const within = [...known].some((leaf) => leaf >= start && leaf < end);
    if (!within) return rest.shift() ?? Buffer.alloc(0);
    if (end - start === 1) return leafHash(leafOf(start));
    let left = 1;
    while (left * 2 < end - start) left *= 2;
    return nodeHash(range(start, start + left), range(start + left, end));
  };
  const root = range(0, size);
  return rest.length === 0 ? root : undefined;
};
const leafOf = (index: number): Buffer => createHash('sha256').update(String(index)).digest();

it('one proof leads from any leaves of any tree to its root', () => {
  const tree = new MerkleTree();
  for (let leaf = 0; leaf < 70; leaf += 1) tree.append(leafOf(leaf));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.uniqueArray(fc.nat(69)), (size, some) => {
      const leaves = some.filter((leaf) => leaf < size).sort((one, other) => one - other);
      const others = tree.batchProof(leaves, size);
      expect(rootOf(size, new Set(leaves), others)?.equals(tree.root(size))).toBe(true);
      if (leaves.length === size) expect(others).toEqual([]);
    }),
    propertyRuns(100),
  );
});

describe('an evidence package', () => {
  it.each([
    ['survey', `2565/${city}`],
    ['province', '2565/12'],
    ['campaign', '2565'],
  ])('of a %s passes, with the checker alone', async (kind, key) => {
    const verdict = await check(await pack(kind, key), '--key', pinned);
    expect(verdict.output).toContain(
      '✓ ชุดหลักฐานครบถ้วน ไม่พบการแก้ไข · The package holds: nothing was altered.',
    );
    expect(verdict).toMatchObject({ code: 0, faults: [] });
  });

  it('passes unpacked too, and shows the key when none is given', async () => {
    const unpacked = join(folder, 'unpacked');
    for (const [name, bytes] of Object.entries(unzipSync(await readFile(ofProvince)))) {
      await mkdir(dirname(join(unpacked, name)), { recursive: true });
      await writeFile(join(unpacked, name), bytes);
    }
    const verdict = await check(unpacked);
    expect(verdict).toMatchObject({ code: 0, faults: [] });
    expect(verdict.output).toContain(pinned);
  });

  it('has events, forms, certified answers, receipts, proofs, checkpoints, the key, and says how to check it', async () => {
    const files = unzipSync(await readFile(ofProvince));
    const form = await readForm(await signIn(server.url, `lao.${city}`), city);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'README.th.txt',
        'README.en.txt',
        'check.mjs',
        'checkpoint-key.pub.pem',
        'manifest.json',
        'manifest.sig',
        'proofs/inclusion.json',
        'proofs/consistency.json',
        'events/campaign-2565.jsonl',
        'events/province-2565.12.jsonl',
        'receipts/province-2565.12@2.pdf',
        ...[city, town, quiet].flatMap((lao) => [
          `events/survey-2565.${lao}.jsonl`,
          `read-model/survey-2565.${lao}.json`,
        ]),
      ]),
    );
    const checkpoints = Object.keys(files).filter((name) => name.startsWith('checkpoints/'));
    expect(checkpoints.length).toBeGreaterThan(1);
    expect(JSON.parse(text(files, `read-model/${survey}.json`))).toMatchObject({
      status: 'certified',
      revision: form.revision,
      certification: { fingerprint: form.fingerprint },
    });
    const place = `${survey}@${form.certifiedRevision}`;
    expect(hash(files[`certified/${place}.json`]!)).toBe(form.fingerprint);
    const receipt = pdfPages(Buffer.from(files[`receipts/${place}.pdf`]!)).join('');
    expect(receipt).toContain(form.fingerprint!.slice(0, 8));
  });

  it('is available over HTTP to auditors and to the office that reviews', async () => {
    const given = async (who: string, path: string) =>
      (await signIn(server.url, who)).get(`/api/audit/${path}/package`);
    const response = await given('province.12', 'provinces/12/2565');
    const path = join(folder, 'served.zip');
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
    expect(response.headers.get('content-disposition')).toMatch(
      /filename="evidence-province-2565-12-\d+\.zip"/,
    );
    expect(await check(path, '--key', pinned)).toMatchObject({ code: 0, faults: [] });
    const answers = [
      ['auditor', `surveys/2565/${city}`, 200],
      ['auditor', 'campaigns/2565', 200],
      ['auditor.12', 'campaigns/2565', 403],
      [`lao.${city}`, `surveys/2565/${city}`, 403],
      ['auditor', 'surveys/2599/' + city, 404],
    ] as const;
    for (const [who, scope, status] of answers) {
      const answer = await given(who, scope);
      expect([who, scope, answer.status]).toEqual([who, scope, status]);
      await answer.arrayBuffer();
    }
  });

  it('of a log in EventStoreDB passes too', async () => {
    const eventStoreDb = await EventStoreDbInMemory.start();
    const log = await EventStoreDbEventStore.open({ url: eventStoreDb.url });
    const recorded = ReadOnlyLog.open(join(server.dataDir, 'events.sqlite'));
    const people = new SqlitePeople(':memory:');
    try {
      for await (const events of recorded.readAll()) {
        for (const { stream, revision, ...event } of events) {
          await log.append(stream, [event], revision === 0n ? 'no-stream' : revision - 1n);
        }
      }
      const settings = { dataDir: server.dataDir, checkpoints: { key: undefined } };
      const key = loadCheckpointKey(settings as unknown as Configuration);
      const checkpoints = new Checkpoints(join(folder, 'elsewhere'), key.publicKey);
      const [liveTree, clock] = [new LiveTree(log), new SystemClock()];
      const announce = async () => undefined;
      const notary = new Notary({
        eventStore: log,
        liveTree,
        checkpoints,
        key,
        clock,
        announce,
        onFault: () => undefined,
      });
      const packages = new EvidencePackages({ log, people, liveTree, notary, checkpoints, key });
      const scope = { kind: 'province', fiscalYear: 2565, provinceCode: '12' } as const;
      const { name, chunks } = await packages.make(scope, 'https://survey.example');
      await writeFile(join(folder, name), chunks);
      expect(await check(join(folder, name), '--key', pinned)).toMatchObject({ code: 0, faults: [] });
    } finally {
      await people.close();
      recorded.close();
      await log.close();
      eventStoreDb.stop();
    }
  });

  it('is refused for a scope that does not exist', async () => {
    await expect(pack('survey', '2565/06129999')).rejects.toThrow('There is no LAO with code 06129999');
    await expect(pack('campaign', '2599')).rejects.toThrow('2599');
    await expect(pack('nation', '2565')).rejects.toThrow('usage: npm run evidence');
  });
});

it('the checker, which shares no code with the system, knows every shape of event', async () => {
  const checker = await readFile('evidence/check.mjs', 'utf8');
  const [, known = ''] = /NEWEST_VERSIONS = \{ (.*?),? \}/s.exec(checker) ?? [];
  const raised = Object.entries(eventTypes).filter(([, { version }]) => version > 1);
  expect(known).toBe(raised.map(([type, { version }]) => `${type}: ${version}`).join(', '));
});

describe('a tampered package is refused', () => {
  let original: Files;
  beforeAll(async () => {
    original = unzipSync(await readFile(ofProvince));
  });

  /** A forger also corrects the file's hash in the manifest. Only the signature cannot be made. */
  const tampered = async (alter: (files: Files) => void): Promise<Verdict> => {
    const files = { ...original };
    alter(files);
    const manifest = JSON.parse(text(files, 'manifest.json')) as { files: Record<string, object> };
    const names = Object.keys(files).filter((name) => !name.startsWith('manifest.'));
    manifest.files = Object.fromEntries(
      names.map((name) => [name, { bytes: files[name]!.length, sha256: hash(files[name]!) }]),
    );
    put(files, 'manifest.json', JSON.stringify(manifest));
    const path = join(folder, 'tampered.zip');
    await writeFile(path, zipSync(files));
    return check(path, '--key', pinned);
  };
  const replaced = (name: string, from: string | RegExp, to: string) => (files: Files) => {
    const before = text(files, name);
    put(files, name, before.replace(from, to));
    expect(text(files, name)).not.toBe(before);
  };
  const events = `events/${survey}.jsonl`;

  it.each<readonly [string, readonly string[], string, (files: Files) => void]>([
    [
      'an answer',
      ['manifest-signature', 'chain', 'fingerprint', 'certified', 'read-model'],
      `${survey}@4 was altered`,
      replaced(events, '"isNeeded":true', '"isNeeded":false'),
    ],
    [
      'an answer, with every later hash',
      ['manifest-signature', 'inclusion', 'fingerprint', 'certified', 'read-model'],
      'not those that the latest checkpoint signed',
      (files) => {
        replaced(events, '"isNeeded":true', '"isNeeded":false')(files);
        put(files, events, chainedAnew(text(files, events)));
      },
    ],
    [
      'a time',
      ['manifest-signature', 'chain', 'read-model'],
      `${survey}@0 was altered`,
      replaced(events, /"time":"\d{4}/, '"time":"2021'),
    ],
    [
      'an event in the middle',
      [
        'manifest-signature',
        'event-missing',
        'inclusion',
        'fingerprint',
        'certified',
        'province',
        'read-model',
      ],
      `${survey}@3 is missing`,
      (files) => put(files, events, text(files, events).split('\n').toSpliced(3, 1).join('\n')),
    ],
    [
      'the last event',
      ['manifest-signature', 'inclusion', 'province', 'read-model'],
      'not those that the latest checkpoint signed',
      (files) => put(files, events, text(files, events).split('\n').toSpliced(-2, 1).join('\n')),
    ],
    [
      'a whole stream',
      ['manifest-signature', 'event-missing', 'inclusion', 'read-model'],
      `there are no events of survey-2565.${quiet}`,
      (files) => delete files[`events/survey-2565.${quiet}.jsonl`],
    ],
    [
      'the roster',
      ['manifest-signature', 'chain', 'roster'],
      'does not cover exactly the LAOs that the roster asked then',
      replaced('events/province-2565.12.jsonl', `"code":"${quiet}"`, '"code":"06129998"'),
    ],
    [
      'the questionnaire',
      ['manifest-signature', 'chain', 'questionnaire'],
      'certifies answers to rows that are not in its questionnaire: newborn-grant-registration',
      replaced('events/questionnaire-2565.1.jsonl', '"newborn-grant-registration"', '"another-row"'),
    ],
    [
      'an inclusion proof',
      ['manifest-signature', 'inclusion'],
      'not those that the latest checkpoint signed',
      replaced('proofs/inclusion.json', /"size": \d+/, '"size": 7'),
    ],
    [
      'a consistency proof',
      ['manifest-signature', 'consistency'],
      'is not shown to only add to',
      replaced('proofs/consistency.json', /"[\da-f]{64}"/, `"${'0'.repeat(64)}"`),
    ],
    [
      'a checkpoint',
      ['manifest-signature', 'checkpoint-signature'],
      'is not signed by the key',
      (files) => {
        const [first] = Object.keys(files).filter((name) => name.startsWith('checkpoints/'));
        replaced(first!, /time \d{4}/, 'time 2021')(files);
      },
    ],
    [
      'the read model',
      ['manifest-signature', 'read-model'],
      `read-model/${survey}.json is not what the events give`,
      replaced(`read-model/${survey}.json`, '"yearlyUsers":100', '"yearlyUsers":101'),
    ],
  ])('%s', async (_, faults, reason, alter) => {
    const verdict = await tampered(alter);
    expect(verdict.code).toBe(1);
    expect(verdict.output).toContain(reason);
    expect([...verdict.faults].sort()).toEqual([...faults].sort());
  });

  it('a receipt, though only the list of files covers it', async () => {
    const files = { ...original, 'receipts/province-2565.12@2.pdf': Buffer.from('%PDF-') };
    await writeFile(join(folder, 'tampered.zip'), zipSync(files));
    expect(await check(join(folder, 'tampered.zip'), '--key', pinned)).toMatchObject({
      code: 1,
      faults: ['file-altered'],
    });
  });

  it('a package signed anew with another key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const resigned = (note: string, name: string): string => {
      const body = note.slice(0, note.lastIndexOf('\n\n') + 1);
      const signature = Buffer.concat([keyId(name, publicKey), sign(null, Buffer.from(body), privateKey)]);
      return `${body}\n— ${name} ${signature.toString('base64')}\n`;
    };
    const files = { ...original };
    put(files, 'checkpoint-key.pub.pem', publicKey.export({ format: 'pem', type: 'spki' }) as string);
    for (const name of Object.keys(files).filter((each) => each.startsWith('checkpoints/'))) {
      put(files, name, resigned(text(files, name), 'eservice-survey'));
    }
    const manifest = JSON.parse(text(files, 'manifest.json')) as { files: Record<string, object> };
    for (const name of Object.keys(manifest.files)) manifest.files[name] = { sha256: hash(files[name]!) };
    put(files, 'manifest.json', JSON.stringify(manifest));
    const note = `${hash(files['manifest.json']!)}\n\n`;
    put(files, 'manifest.sig', resigned(note, 'eservice-survey/evidence-package'));
    const path = join(folder, 'resigned.zip');
    await writeFile(path, zipSync(files));
    expect(await check(path, '--key', pinned)).toMatchObject({ code: 1, faults: ['key'] });
    // Without a key to compare with, the forgery cannot be noticed. The checker shows the key that it found.
    expect((await check(path)).output).toContain(hash(publicKey.export({ format: 'der', type: 'spki' })));
  });

  it('a file that is no package', async () => {
    const path = join(folder, 'nothing.zip');
    await writeFile(path, 'nothing');
    expect(await check(path)).toMatchObject({ code: 2 });
    expect(await check(join(folder, 'absent.zip'))).toMatchObject({ code: 2 });
  });
});

describe('a zip file in which other programs see other files', () => {
  const hostile: { readonly [what: string]: (zip: Buffer) => Buffer | Promise<Buffer> } = {
    'with bytes behind its end': (zip) => Buffer.concat([zip, Buffer.from('more')]),
    'with bytes before its first entry': (zip) => Buffer.concat([Buffer.from('more'), zip]),
    'with an entry that its directory does not list': (zip) => {
      const [hidden, directory] = [localEntry(zip), zip.readUInt32LE(zip.length - 6)];
      const whole = Buffer.concat([zip.subarray(0, directory), hidden, zip.subarray(directory)]);
      whole.writeUInt32LE(directory + hidden.length, whole.length - 6);
      return whole;
    },
    'with another name in its own header': (zip) => changed(zip, 30, zip[30]! ^ 1),
    'with another length in its own header': (zip) => changed(zip, 26, zip[26]! - 1),
    'with a wrong checksum': (zip) => {
      const directory = zip.readUInt32LE(zip.length - 6);
      return changed(zip, directory + 16, zip[directory + 16]! ^ 1);
    },
    'with a content that was altered': (zip) => changed(zip, 200, zip[200]! ^ 0xff),
    'with a comment': (zip) => {
      const whole = Buffer.concat([zip, Buffer.from('PK')]);
      whole.writeUInt16LE(2, zip.length - 2);
      return whole;
    },
    'with one name twice, in another case': async () => {
      const files = unzipSync(await readFile(ofProvince));
      return Buffer.from(zipSync({ ...files, 'MANIFEST.json': files['manifest.json']! }));
    },
    'with a path out of the folder': async () => {
      const files = unzipSync(await readFile(ofProvince));
      return Buffer.from(zipSync({ ...files, '../manifest.json': files['manifest.json']! }));
    },
  };
  const changed = (zip: Buffer, at: number, byte: number): Buffer => {
    const copy = Buffer.from(zip);
    copy[at] = byte;
    return copy;
  };
  /** The first entry as it lies in the file, up to the second one. */
  const localEntry = (zip: Buffer): Buffer =>
    zip.subarray(0, zip.indexOf(Buffer.from('PK\x03\x04', 'latin1'), 4));

  it.each(Object.keys(hostile))('is not read: %s', async (what) => {
    const path = join(folder, 'hostile.zip');
    await writeFile(path, await hostile[what]!(await readFile(ofProvince)));
    expect(await check(path, '--key', pinned)).toMatchObject({ code: 2 });
  });
});
