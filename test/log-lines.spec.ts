import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { readConfiguration } from '../src/configuration/configuration.js';
import { EventStoreUnavailable } from '../src/event-store/event-store.js';
import { EvidenceWatch } from '../src/evidence/signing/evidence-watch.js';
import { HealthChecks } from '../src/observability/health-checks.js';
import { projectorLog } from '../src/projecting/projecting.module.js';
import { Comparisons } from '../src/read-model-comparison/comparisons.js';
import { startEdge } from './support/edge-application.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { anonymous } from './support/sign-in.js';
import { TickingClock } from './support/small-nation.js';

type Line = Readonly<Record<string, unknown>>;
const [INFO, WARN, ERROR] = [30, 40, 50];

let application: NestFastifyApplication;
let baseUrl: string;
const lines: Line[] = [];
beforeAll(async () => {
  const configuration = readConfiguration({ PORT: '0', LOG_LEVEL: 'debug' });
  const logDestination = { write: (text: string) => void lines.push(JSON.parse(text) as Line) };
  ({ application, baseUrl } = await startEdge({ logDestination }, configuration));
});
afterAll(() => application.close());

const lineOf = async (work: () => unknown): Promise<Line> => {
  const before = lines.length;
  await work();
  return lines.slice(before).find(({ level }) => level !== 20) ?? {};
};

describe('a line of the log', () => {
  it('of a parked stream names it, its place and the reason', async () => {
    const fields = {
      collection: 'surveys_v1',
      stream: 'survey-1',
      revision: '7',
      position: 2n ** 60n,
      reason: 'x',
    };
    expect(await lineOf(() => projectorLog('error', 'stream parked', fields))).toMatchObject({
      level: ERROR,
      msg: 'stream parked',
      context: 'Projector',
      ...fields,
      position: String(2n ** 60n),
    });
  });

  it('of a broken subscription says why, and when it is tried again', async () => {
    const error = new EventStoreUnavailable('the log is away', 'unreachable');
    const log = () => projectorLog('error', 'subscription failed', { error, resumesIn: 500 });
    expect(await lineOf(log)).toMatchObject({
      level: ERROR,
      resumesIn: 500,
      err: { type: 'EventStoreUnavailable', message: 'the log is away', reason: 'unreachable' },
    });
  });

  it('of the house is seen at `info`, those of the framework are not', async () => {
    const log = () => projectorLog('info', 'lease won', { collection: 'x_v1', fence: 3n });
    expect(await lineOf(log)).toMatchObject({ level: INFO, msg: 'lease won', fence: '3' });
    const framework = lines.filter(
      ({ context }) => context === 'InstanceLoader' || context === 'RoutesResolver',
    );
    expect(framework.length).toBeGreaterThan(0);
    expect(new Set(framework.map(({ level }) => level))).toEqual(new Set([20]));
  });

  it('of a checkpoint that fails says why', async () => {
    const watch = new EvidenceWatch(new Registry(), '/no/such/hook', {
      damaged: [],
      stop: undefined,
      stopWriting: () => undefined,
    });
    const failed = () => watch.failed(new Error('the key is gone'));
    expect(await lineOf(failed)).toMatchObject({
      level: ERROR,
      msg: 'no checkpoint could be made',
      context: 'Evidence',
      err: { message: 'the key is gone' },
    });
    const announced = await lineOf(() => watch.announce('note'));
    expect(announced).toMatchObject({ level: ERROR, msg: 'the hook did not take the checkpoint' });
    expect(announced['err']).toMatchObject({ message: expect.stringContaining('/no/such/hook') });
  });

  it('of a comparison that breaks off says why', async () => {
    const readStore = new MemoryReadStore();
    await readStore.prepare({ name: 'comparisons', indexes: [] });
    const comparisons = new Comparisons(new MemoryEventStore(), readStore, new TickingClock());
    const compared = await lineOf(async () => {
      await comparisons.start();
      while (await comparisons.running()) await setTimeout(10);
    });
    expect(compared).toMatchObject({
      level: ERROR,
      context: 'Comparison',
      msg: 'comparison failed',
      err: { message: expect.stringContaining('projection_checkpoints') },
    });
  });

  it('of a request carries its id and the code of its problem', async () => {
    const ask = (path: string, id: string) => anonymous(baseUrl).get(path, { 'x-request-id': id });
    expect(await lineOf(() => ask('/trial/failures/locked', 'request-0001'))).toMatchObject({
      level: INFO,
      msg: 'request',
      correlationId: 'request-0001',
      status: 409,
      problem: 'survey-locked',
    });
    expect(await lineOf(() => ask('/trial/failures/bug', 'request-0002'))).toMatchObject({
      level: ERROR,
      msg: 'request failed',
      correlationId: 'request-0002',
      err: { message: 'secret inside' },
    });
  });

  it('of a probe is seen only at `debug`, unless it fails', async () => {
    const paths = ['/health/live', '/health/ready', '/metrics'];
    const line = await lineOf(async () => {
      for (const path of paths) await anonymous(baseUrl).get(path);
    });
    expect(line).toEqual({});
    const probed = () => lines.filter(({ route }) => paths.includes(route as string));
    // A line is written after the answer.
    while (probed().length < paths.length) await setTimeout(10);
    expect(probed().map(({ level }) => level)).toEqual([20, 20, 20]);
    application.get(HealthChecks, { strict: false }).register('away', () => ({ healthy: false }));
    expect(await lineOf(() => anonymous(baseUrl).get('/health/ready'))).toMatchObject({
      level: INFO,
      route: '/health/ready',
      status: 503,
    });
  });

  it('is never `[object Object]`', () => {
    new Logger('Anything').warn({ message: 'one', detail: { a: 1 } });
    new Logger('Anything').error(new TypeError('two'));
    new Logger('Anything').error('three', 'at a place');
    expect(lines.at(-3)).toMatchObject({ level: WARN, msg: 'one', detail: { a: 1 } });
    expect(lines.at(-2)).toMatchObject({ level: ERROR, msg: 'two', err: { type: 'TypeError' } });
    expect(lines.at(-1)).toMatchObject({
      level: ERROR,
      msg: 'three',
      stack: 'at a place',
      context: 'Anything',
    });
    expect(lines.filter(({ msg }) => String(msg).includes('[object'))).toEqual([]);
  });
});
