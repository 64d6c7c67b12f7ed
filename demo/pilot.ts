/** Plays the whole pilot of Nonthaburi through HTTP, on its own server or on the one at DEMO_URL. */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../src/application/start.js';
import { formatBuddhist } from '../src/basics/thai-time.js';
import { playPilot, type Audience, type PilotRecord, type ProblemDocument } from './play-pilot.js';
import { showProgress, type ProgressBar } from '../src/basics/progress-bar.js';
import { thaiTable } from './thai-table.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const describe = ({ status, title, detail, missing, aspects }: ProblemDocument): string => {
  const names =
    missing?.map(({ name }) => name) ?? aspects?.flatMap(({ rows }) => rows.map((row) => row.title)) ?? [];
  const list = names.length > 0 ? `: ${names.join(', ')}` : '';
  return `  ✗ ${status} ${title}\n    ${detail}${list}`;
};

const onTheTerminal = (): Audience & { end(): void } => {
  let progress: ProgressBar | undefined;
  const end = (): void => {
    progress?.stop();
    progress = undefined;
  };
  return {
    scene: (title) => {
      end();
      print(`\n▶ ${title}`);
    },
    refused: (problem) => print(describe(problem)),
    filled: (done, of) => {
      progress ??= showProgress('รับรองข้อมูลแล้ว', of);
      progress.update(done);
      if (done === of) end();
    },
    end,
  };
};

const time = (iso: string | null): string => (iso === null ? '–' : formatBuddhist(new Date(iso)));

const statuses = { 'not-certified': 'ยังไม่ได้รับรองข้อมูล', certified: 'รับรองข้อมูลแล้ว', returned: 'ส่งกลับแก้ไข' };

const acts: { readonly [type: string]: string } = {
  LaoCertified: 'อปท. รับรองข้อมูล',
  LaoReturned: 'จังหวัดส่งกลับแก้ไข',
  ProvinceCertified: 'จังหวัดรับรองข้อมูลทั้งหมด',
  ProvinceCertificationRevoked: 'กรมเพิกถอนการรับรองของจังหวัด',
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const show = ({ list, status, certifications, nameOf }: PilotRecord): void => {
  print(`\nจังหวัด${status.province.name} ปีงบประมาณ ${status.fiscalYear}: อปท. ${status.total} แห่ง`);
  print(
    thaiTable(
      ['ลำดับ', 'อำเภอ', 'อปท.', 'สถานะ', 'เมื่อ'],
      list.items.map(({ number, district, lao, status: state, certifiedAt }) => [
        String(number),
        district.name,
        lao.name,
        statuses[state],
        time(certifiedAt),
      ]),
    ),
  );
  print('\nประวัติการรับรองข้อมูล');
  print(
    thaiTable(
      ['ลำดับเหตุการณ์', 'เมื่อ', 'เหตุการณ์', 'อปท.', 'เหตุผล'],
      certifications.map(({ position, at, type, data, actor }) => [
        position,
        time(at),
        acts[type] ?? type,
        nameOf(textOf(data['laoCode']) ?? actor.laoCode ?? '–'),
        textOf(data['reason']) ?? '',
      ]),
    ),
  );
  print(`\nจังหวัดรับรองข้อมูลทั้งหมดเมื่อ ${time(status.certifiedAt)}`);
};

const playOn = async (url: string): Promise<void> => {
  const audience = onTheTerminal();
  try {
    show(await playPilot(url, audience));
  } finally {
    audience.end();
  }
};

const playOnOwnServer = async (): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'eservice-survey-demo-'));
  try {
    const { application, url } = await start({
      ...process.env,
      EVENTSTORE_URL: '', // the demo must not write into a real log
      MONGODB_URL: '',
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    });
    try {
      await playOn(url);
    } finally {
      await application.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};

try {
  const url = process.env['DEMO_URL']?.trim();
  await (url ? playOn(url) : playOnOwnServer());
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
