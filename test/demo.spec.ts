import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playPilot, Unexpected, type PilotRecord, type ProblemDocument } from '../demo/play-pilot.js';
import { playWidening } from '../demo/play-widening.js';
import { writeSyntheticNation } from '../demo/synthetic-nation.js';
import { displayWidth, thaiTable } from '../demo/thai-table.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { measuredRebuild, type MeasuredRebuild } from '../projections/maintenance/rebuild-from-zero.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { propertyRuns } from './support/property-runs.js';
import { startServer, type TestServer } from './support/server.js';

describe('the widening of the pilot to the country', () => {
  it('asks the made-up provinces, and leaves what the pilot recorded as it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    const [dataDir, nation] = [join(folder, 'data'), join(folder, 'nation')];
    mkdirSync(nation);
    writeSyntheticNation('data', nation);
    const scenes: string[] = [];
    const audience = {
      scene: (title: string) => void scenes.push(title),
      refused: () => undefined,
      filled: () => undefined,
    };
    const pilot = await startServer({ dataDir });
    await playPilot(pilot.url, audience);
    expect(await playWidening(pilot.url, audience)).toBeUndefined();
    await pilot.stop();
    const widened = await startServer({ dataDir, directoryDir: nation });
    expect(await playWidening(widened.url, audience)).toMatchObject({
      total: 61,
      certified: 46,
      notStarted: 15,
    });
    expect(scenes.at(-1)).toBe('กรมขยายรอบสำรวจจาก 1 จังหวัด เป็น 4 จังหวัด');
    await widened.stop();
    rmSync(folder, { recursive: true });
  }, 60_000);
});

describe('the pilot of Nonthaburi', () => {
  let server: TestServer;
  let record: PilotRecord;
  const refusals: ProblemDocument[] = [];
  const progress: number[] = [];
  const audience = {
    scene: () => undefined,
    refused: (problem: ProblemDocument) => void refusals.push(problem),
    filled: (done: number) => void progress.push(done),
  };

  beforeAll(async () => {
    server = await startServer();
    record = await playPilot(server.url, audience);
  }, 60_000);
  afterAll(() => server.stop());

  it('plays to its end, with every announced refusal', () => {
    expect(refusals.map(({ code }) => code)).toEqual([
      'survey-incomplete',
      'province-incomplete',
      'province-certified',
      'province-incomplete',
    ]);
    expect(refusals[1]?.missing).toHaveLength(1);
    expect(progress).toEqual(Array.from({ length: 46 }, (_, i) => i + 1));
  });

  it('ends with the province certified, and every certification in the trail', () => {
    expect(record.list.total).toBe(46);
    expect(record.list.items.map(({ status }) => status)).toEqual(Array(46).fill('certified'));
    const byType = Map.groupBy(record.certifications, ({ type }) => type);
    expect(Object.fromEntries([...byType].map(([type, items]) => [type, items.length]))).toEqual({
      LaoCertified: 47,
      LaoReturned: 1,
      ProvinceCertified: 2,
      ProvinceCertificationRevoked: 1,
    });
    expect(record.certifications.at(-1)?.type).toBe('ProvinceCertified');
  });

  it('refuses to be played twice on one log', async () => {
    await expect(playPilot(server.url, audience)).rejects.toThrow(Unexpected);
  });

  it('leaves a log from which every read model is rebuilt with the same bytes, beside the running server', async () => {
    const once = await rebuilt(server.dataDir);
    const again = await rebuilt(server.dataDir);
    expect(once.parked).toEqual([]);
    expect(once.readModels).toEqual(again.readModels);
    expect(once.position).toBe(BigInt(once.events));
    const documents = Object.fromEntries(once.readModels.map((model) => [model.collection, model.documents]));
    expect(documents).toMatchObject({
      survey_forms_v3: 46,
      lao_statuses_v4: 46,
    });
    // Every event is in one of the two: the acts on the surveys, and the accesses to audit data.
    expect(documents['audit_trail_v5']! + documents['audit_readings_v1']!).toBe(once.events);
  });
});

const rebuilt = async (dataDir: string): Promise<MeasuredRebuild> => {
  const log = ReadOnlyLog.open(join(dataDir, 'events.sqlite'));
  try {
    return await measuredRebuild({
      eventStore: log,
      readStore: new MemoryReadStore(),
      projections: allProjections(),
    });
  } finally {
    log.close();
  }
};

describe('a table in Thai', () => {
  it('gives marks above and below no column', () => {
    expect(displayWidth('ที่')).toBe(1);
    expect(displayWidth('รับรองข้อมูลแล้ว')).toBe(12);
    expect(displayWidth('ตำบล')).toBe(4);
    expect(displayWidth('18/11/2565')).toBe(10);
  });

  it('aligns every column, whatever its content', () => {
    const cell = fc.string({ unit: fc.constantFrom('ก', 'ที่', 'น้ำ', 'ู', 'a', ' '), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const lines = thaiTable(
          ['ลำดับ', 'อปท.'],
          rows.map(([a, b]) => [a, `|${b}`]),
        ).split('\n');
        const starts = lines.slice(2).map((line) => displayWidth(line.slice(0, line.indexOf('|'))));
        expect(new Set(starts).size).toBeLessThanOrEqual(1);
      }),
      propertyRuns(100),
    );
  });
});
