import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStore, EventStoreUnavailable } from '../src/event-store/event-store.js';
import type { AuditReadList } from '../src/access-log/list-audit-reads.js';
import { Clock } from '../src/basics/clock.js';
import { LiveUpdates, type Change } from '../src/live-updates/live-updates.js';
import { expectOk } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

class HandClock extends Clock {
  private time = Date.parse('2022-11-07T02:00:00.000Z');
  override now(): Date {
    return new Date(this.time);
  }
  pass(minutes: number): void {
    this.time += minutes * 60_000;
  }
}

let clock: HandClock;
const [here, neighbour] = ['03120102', '06120106'];
const history = (code: string, query = '') => `/api/audit/surveys/2565/${code}/history${query}`;
let server: TestServer;
let store: EventStore;
let auditor: Client;
let officer: Client;
let admin: Client;

beforeEach(async () => {
  clock = new HandClock();
  server = await startServer({ clock });
  store = server.application.get(EventStore);
  [auditor, officer, admin] = await Promise.all([
    signIn(server.url, 'auditor'),
    signIn(server.url, 'province.12'),
    signIn(server.url, 'admin'),
  ]);
});
afterEach(() => server.stop());

const logged = async (): Promise<readonly RecordedEvent[]> => {
  const pages: RecordedEvent[] = [];
  for await (const page of store.readAll()) pages.push(...page);
  return pages.filter(({ stream }) => stream.startsWith('reading-'));
};
/** The accesses that the call recorded. */
const recordedBy = async (look: () => Promise<unknown>): Promise<readonly RecordedEvent[]> => {
  const before = (await logged()).length;
  await look();
  return (await logged()).slice(before);
};

describe('an access to audit data', () => {
  it('is recorded: person, kind, time and filter, in a stream of the reader’s day', async () => {
    const [event, ...others] = await recordedBy(async () =>
      expectOk(await auditor.get(history(here, '?page=1&pageSize=5'))),
    );
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      stream: 'reading-2022-11-07.auditor',
      type: 'AuditDataRead',
      data: { kind: 'survey-history', fiscalYear: 2565, provinceCode: '12', laoCode: here, filter: {} },
      metadata: {
        actor: { sub: 'auditor', role: 'auditor' },
        command: 'ReadAuditData',
        time: '2022-11-07T02:00:00.000Z',
      },
    });
    expect(JSON.stringify(event!.metadata)).not.toContain('ผู้ตรวจสอบ');
  });

  it('is one access while pages are turned and a slider moves, and a new one some minutes later', async () => {
    const at = (second: number) =>
      auditor.get(`/api/audit/surveys/2565/${here}/at?time=2022-11-07T02:00:0${second}.000Z`);
    await expectOk(await auditor.get(history(here)));
    clock.pass(1); // the future cannot be read
    const looks = await recordedBy(async () => {
      await Promise.all(
        [1, 2, 3, 4].map(async (page) => expectOk(await auditor.get(history(here, `?page=${page}`)))),
      );
      await Promise.all([1, 2, 3, 4].map(async (second) => expectOk(await at(second))));
    });
    expect(looks.map(({ data }) => data['kind'])).toEqual(['survey-at']);
    clock.pass(6);
    const later = await recordedBy(async () => expectOk(await auditor.get(history(here))));
    expect(later).toHaveLength(1);
  });

  it('is a separate access for another person and another subject, however many at once', async () => {
    const looks = await recordedBy(() =>
      Promise.all(
        [officer, admin].flatMap((reader) =>
          [here, neighbour].map(async (code) => expectOk(await reader.get(history(code)))),
        ),
      ),
    );
    expect(looks.map(({ stream, data }) => [stream, data['laoCode']]).sort()).toEqual([
      ['reading-2022-11-07.admin', here],
      ['reading-2022-11-07.admin', neighbour],
      ['reading-2022-11-07.province.12', here],
      ['reading-2022-11-07.province.12', neighbour],
    ]);
  });

  it('is not recorded for LAO staff and their own survey, nor when it was refused', async () => {
    const own = await signIn(server.url, `lao.${here}`);
    const looks = await recordedBy(async () => {
      await expectOk(await own.get(history(here)));
      expect((await own.get(history(neighbour))).status).toBe(403);
      expect((await auditor.get('/api/audit/surveys/2599/03120102/history')).status).toBe(404);
      expect((await auditor.get(history(neighbour, '?page=0'))).status).toBe(422);
    });
    expect(looks).toEqual([]);
  });

  it('is refused when it cannot be recorded', async () => {
    clock.pass(6);
    const broken = jest
      .spyOn(store, 'append')
      .mockRejectedValueOnce(new EventStoreUnavailable('disk full', 'full'));
    const refused = await auditor.get(history(here));
    broken.mockRestore();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'store-unavailable' });
    expect(await recordedBy(async () => expectOk(await auditor.get(history(here))))).toHaveLength(1);
  });
});

describe('the access log', () => {
  beforeEach(async () => {
    for (const reader of [officer, admin]) {
      for (const code of [here, neighbour]) await expectOk(await reader.get(history(code)));
    }
    await expectOk(await auditor.get(history(here)));
  });

  const readings = async (client: Client, query = ''): Promise<AuditReadList> => {
    const head = await store.head();
    return expectOk<AuditReadList>(
      await client.get(`/api/audit/readings?after=${head}&pageSize=100${query}`),
    );
  };

  it('is shown to auditors and the department, the latest first, with names from outside the log', async () => {
    const { items, total } = await readings(admin);
    expect(total).toBe(items.length);
    expect(items[0]).toMatchObject({
      kind: 'survey-history',
      actor: { sub: 'auditor', role: 'auditor', name: expect.any(String) },
      lao: { code: here, name: 'เทศบาลนครนนทบุรี' },
      province: { code: '12', name: 'นนทบุรี' },
    });
    const positions = items.map(({ position }) => BigInt(position));
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? 1 : -1)));
    expect((await readings(auditor, '&sub=province.12')).items.map(({ actor }) => actor.sub)).toEqual([
      'province.12',
      'province.12',
    ]);
    expect((await readings(auditor, `&lao=${neighbour}`)).total).toBe(2);
  });

  it('is recorded as an access itself', async () => {
    clock.pass(6);
    const looks = await recordedBy(() => readings(auditor, '&sub=province.12'));
    expect(looks.map(({ data }) => [data['kind'], data['filter']])).toEqual([
      ['readings', { sub: 'province.12' }],
    ]);
  });

  it('is not for officers, and an auditor of a province sees that province alone', async () => {
    expect((await officer.get('/api/audit/readings')).status).toBe(403);
    const elsewhere = await signIn(server.url, 'auditor.12');
    expect((await elsewhere.get('/api/audit/readings?province=10')).status).toBe(403);
    expect((await readings(elsewhere)).items.every(({ province }) => province?.code === '12')).toBe(true);
  });
});

it('no live update announces an access', async () => {
  const announced: Change[] = [];
  const everything = server.application.get(LiveUpdates).visibleTo({ sub: 'admin', role: 'admin' });
  const listening = everything.subscribe(({ data }) => announced.push(data));
  clock.pass(6);
  const looks = await recordedBy(async () => expectOk(await auditor.get(history(here))));
  await expectOk(await auditor.get(`/api/campaigns?after=${looks[0]!.position}`));
  listening.unsubscribe();
  expect(announced).toEqual([]);
});
