import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '../src/events/domain-event.js';
import { toDomainEvent } from '../src/events/upcasting.js';
import { auditTrail } from '../projections/read-models/audit-trail.js';
import { certificationsOfYear } from '../projections/read-models/certifications.js';
import { campaignOf, listCampaigns } from '../projections/read-models/campaigns.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from './support/read-store-differences.js';
import { allProjections } from '../projections/read-models/index.js';
import {
  countByProvince,
  listLaoStatuses,
  statusesOfProvince,
} from '../projections/read-models/lao-statuses.js';
import { Projector } from '../projections/engine/projector.js';
import { provinceStatus } from '../projections/read-models/province-statuses.js';
import { entryAt, predecessorsOf, rosterEntry } from '../projections/read-models/rosters.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { digest, rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { surveyForm } from '../projections/read-models/survey-forms.js';
import { propertyRuns } from './support/property-runs.js';
import { SurveyWorld, smallDirectory } from './support/survey-world.js';

const projections = allProjections();
const collections = projections.map(collectionName);
/** Kept states and instants follow from what is stored, too: `document-states.spec.ts` and `as-of.spec.ts`. */
const ofEventsAlone = projections.filter(({ states, note }) => !states && !note);
const page = { page: 1, pageSize: 10 };

const build = async (world: SurveyWorld): Promise<MemoryReadStore> => {
  const readStore = new MemoryReadStore();
  await rebuildFromZero({ eventStore: world.store, readStore, projections });
  return readStore;
};

const saved: DomainEvent = { type: 'AspectSaved', data: { aspectId: 'economy' } };
const answered = (rowId: string, isNeeded: boolean | null): DomainEvent => ({
  type: 'AnswerRecorded',
  data: { aspectId: 'economy', rowId, answer: isNeeded === null ? null : { hasEService: false, isNeeded } },
});
const certified: DomainEvent = {
  type: 'LaoCertified',
  data: { fingerprint: 'f', questionnaireVersion: '2565.1', notes: [] },
};
const returned = (laoCode: string, certifiedRevision: string): DomainEvent => ({
  type: 'LaoReturned',
  data: { laoCode, certifiedRevision, reason: 'ตัวเลขผิด', rows: [{ rowId: 'r1', note: 'คน' }] },
});

describe('read models', () => {
  const survey = 'survey-2565.06120003';

  it('the survey form: answers, added rows, certification, return', async () => {
    const world = new SurveyWorld();
    await world.open();
    await world.record(survey, answered('r1', true));
    await world.record(survey, answered('r2', true));
    await world.record(survey, answered('r2', null));
    for (const rowId of ['own-1', 'own-2']) {
      await world.record(survey, {
        type: 'RowAdded',
        data: { aspectId: 'economy', groupId: 'g', rowId, title: 'ตลาดนัด' },
      });
      await world.record(survey, answered(rowId, false));
    }
    await world.record(survey, { type: 'RowRemoved', data: { aspectId: 'economy', rowId: 'own-1' } });
    await world.record(survey, {
      type: 'RowRenamed',
      data: { aspectId: 'economy', rowId: 'own-2', title: 'ตลาดนัดชุมชน' },
    });
    await world.record(survey, saved);
    await world.record(survey, certified);
    const form = await surveyForm(await build(world), 2565, '06120003');
    expect(form).toMatchObject({ status: 'certified', revision: '10', returned: null });
    expect(form.certification).toMatchObject({
      revision: '10',
      fingerprint: 'f',
      at: '2022-11-07T02:00:14.000Z',
    });
    expect(Object.keys(form.answers).toSorted()).toEqual(['own-2', 'r1', 'r2']);
    expect(form.answers['r1']).toEqual({
      answer: { hasEService: false, isNeeded: true },
      at: '2022-11-07T02:00:04.000Z',
      by: { sub: 'someone', role: 'lao' },
      revision: '0',
    });
    expect(form.answers['r2']).toMatchObject({ answer: null, revision: '2' });
    expect(form.addedRows).toMatchObject({
      'own-2': { title: 'ตลาดนัดชุมชน', renamed: '8', groupId: 'g', aspectId: 'economy' },
    });
    expect(Object.keys(form.addedRows)).toEqual(['own-2']);
    expect(form.savedAspects).toMatchObject({ economy: { at: '2022-11-07T02:00:13.000Z', revision: '9' } });

    await world.record('province-2565.12', returned('06120003', '10'));
    expect(await surveyForm(await build(world), 2565, '06120003')).toMatchObject({
      status: 'returned',
      revision: '10',
      certification: null,
      returned: {
        certifiedRevision: '10',
        reason: 'ตัวเลขผิด',
        rows: [{ rowId: 'r1', note: 'คน' }],
        at: '2022-11-07T02:00:15.000Z',
      },
    });
    expect(await surveyForm(await build(world), 2565, '06120004')).toMatchObject({
      revision: null,
      answers: {},
    });
  });

  it('the status list: every LAO in scope, filters, search, order', async () => {
    const world = new SurveyWorld();
    await world.open(2565, ['12']);
    await world.open(2566);
    for (const code of ['06110001', '06120003']) {
      await world.record(`survey-2566.${code}`, saved);
      await world.record(`survey-2566.${code}`, certified);
    }
    await world.record('province-2566.12', returned('06120003', '1'));
    const store = await build(world);
    const list = async (filter: Parameters<typeof listLaoStatuses>[1], of = page) => {
      const { items, total } = await listLaoStatuses(store, filter, of);
      return [total, ...items.map((item) => `${item.fiscalYear}.${item.laoCode}`)];
    };
    const all = [
      '2566.06110001',
      '2566.06110002',
      '2566.06120003',
      '2566.06120004',
      '2565.06120003',
      '2565.06120004',
    ];
    expect(await list({})).toEqual([6, ...all]);
    expect(await list({}, { page: 2, pageSize: 4 })).toEqual([6, '2565.06120003', '2565.06120004']);
    expect(await list({ fiscalYear: 2566, provinceCode: '12' })).toEqual([
      2,
      '2566.06120003',
      '2566.06120004',
    ]);
    expect(await list({ status: 'certified' })).toEqual([1, '2566.06110001']);
    expect(await list({ status: 'returned' })).toEqual([1, '2566.06120003']);
    expect(await list({ fiscalYear: 2566, status: 'not-certified' })).toEqual([3, ...all.slice(1, 4)]);
    expect(await list({ laoCode: '06120004', fiscalYear: 2565 })).toEqual([1, '2565.06120004']);
    expect(await list({ query: 'อบต. บางไผ่' })).toEqual([2, '2566.06120003', '2565.06120003']);
    expect(await list({ query: '.*|(' })).toEqual([0]);
    expect((await statusesOfProvince(store, 2566, '11')).map((status) => status.started)).toEqual([
      true,
      false,
    ]);
    const counts = await countByProvince(store, 2566);
    const countOf = (wanted: string) =>
      counts.reduce((sum, { status, count }) => sum + (status === wanted ? count : 0), 0);
    expect(['not-certified', 'certified', 'returned'].map(countOf)).toEqual([2, 1, 1]);
  });

  describe('a roster', () => {
    const stream = 'province-2565.12';
    const district = { code: '1202', name: 'บางกรวย', nameEn: 'Bang Kruai', rank: 2 };
    const [old, neighbour, successor] = ['06120003', '06120004', '05120005'] as const;
    const names = {
      type: 'subdistrict-municipality',
      name: 'ทต.บางไผ่',
      officialName: 'เทศบาลตำบลบางไผ่',
      baseName: 'บางไผ่',
      nameEn: 'Bang Phai',
    };
    const merger: readonly DomainEvent[] = [
      {
        type: 'LaoEnrolled',
        data: { lao: { code: successor, districtCode: '1202', rank: 10_001.5, ...names }, district },
      },
      { type: 'LaoWithdrawn', data: { laoCode: old, successorCode: successor, reason: 'ยกฐานะ' } },
      {
        type: 'LaoRenamed',
        data: { laoCode: neighbour, ...names, name: 'อบต.ท่าทรายใหม่', baseName: 'ท่าทรายใหม่', rank: 10_002 },
      },
      { type: 'LaoMoved', data: { laoCode: neighbour, district, rank: 10_003 } },
    ];
    const merged = async () => {
      const world = new SurveyWorld();
      await world.open();
      await world.record(`survey-2565.${old}`, certified);
      const certifiedAt = BigInt(world.store.log.length);
      for (const event of merger) await world.record(stream, event);
      return { store: await build(world), certifiedAt };
    };

    it('that changed is what is counted and listed; who was withdrawn is found by code', async () => {
      const { store } = await merged();
      const of = async (filter: Parameters<typeof listLaoStatuses>[1]) => {
        const { items } = await listLaoStatuses(store, { provinceCode: '12', ...filter }, page);
        return items.map(({ laoCode, name, district }) => `${laoCode} ${name} ${district}`);
      };
      const listed = [`${successor} ทต.บางไผ่ บางกรวย`, `${neighbour} อบต.ท่าทรายใหม่ บางกรวย`];
      expect(await of({})).toEqual(listed);
      expect(await of({ query: 'ท่าทรายใหม่' })).toEqual(listed.slice(1));
      expect(await of({ query: 'bang phai' })).toEqual(listed);
      expect(await of({ districtCode: '1202', status: 'not-certified' })).toEqual(listed);
      expect(await of({ status: 'certified' })).toEqual([]);
      expect(await of({ status: 'withdrawn' })).toEqual([`${old} อบต.บางไผ่ 12`]);
      expect(await of({ laoCode: old })).toEqual([`${old} อบต.บางไผ่ 12`]);
      const asked = await listLaoStatuses(store, { fiscalYear: 2565, provinceCode: '12' }, page);
      expect(asked.total).toBe(2);
      expect((await countByProvince(store, 2565)).map(({ count }) => count)).toEqual([2, 2]);
      const [first] = (await listLaoStatuses(store, { laoCode: old }, page)).items;
      expect(first).toMatchObject({ asked: false, successorCode: successor, status: 'certified' });
    });

    it('links successors, and keeps what each LAO was called when', async () => {
      const { store, certifiedAt } = await merged();
      const key = (laoCode: string) => ({ fiscalYear: 2565, laoCode });
      expect((await predecessorsOf(store, key(successor))).map(({ laoCode }) => laoCode)).toEqual([old]);
      expect(await rosterEntry(store, key(old))).toMatchObject({
        asked: false,
        withdrawal: { reason: 'ยกฐานะ' },
      });
      const entry = (await rosterEntry(store, key(neighbour)))!;
      expect(entry).toMatchObject({ name: 'อบต.ท่าทรายใหม่', districtCode: '1202', rank: 10_003, asked: true });
      expect(entry).toMatchObject({ nameEn: 'Bang Phai', districtEn: 'Bang Kruai' });
      expect(entryAt(entry, certifiedAt)).toMatchObject({ name: 'อบต.ท่าทราย', districtCode: '1201' });
      expect(entryAt((await rosterEntry(store, key(successor)))!, certifiedAt)).toBeUndefined();
    });

    it('may be recorded behind the surveys that it asked: an upgrade derives it later', async () => {
      const inOrder = new SurveyWorld();
      await inOrder.open();
      const upgraded = new SurveyWorld();
      await upgraded.opened();
      for (const world of [inOrder, upgraded]) {
        await world.record('survey-2565.06120003', answered('r1', true));
        await world.record('survey-2565.06120003', saved);
        await world.record('survey-2565.06120004', certified);
        await world.record('province-2565.12', returned('06120004', '0'));
      }
      await upgraded.enrol(2565, ['11', '12'], '2022-11-01T00:00:00.000Z');
      const told = async (world: SurveyWorld) => {
        const store = await build(world);
        const { items } = await listLaoStatuses(store, {}, page);
        return items.map(({ laoCode, status, started, savedAspects, name, rank, returnedReason }) => ({
          ...{ laoCode, status, started, name, rank, returnedReason },
          aspects: Object.keys(savedAspects),
        }));
      };
      expect(await told(upgraded)).toEqual(await told(inOrder));
      const entry = await rosterEntry(await build(upgraded), { fiscalYear: 2565, laoCode: '06120003' });
      expect(entryAt(entry!, 1n)).toMatchObject({ name: 'อบต.บางไผ่' });
    });
  });

  it('the province, the campaign, the audit trail', async () => {
    const world = new SurveyWorld();
    await world.open();
    for (const code of ['06120003', '06120004']) {
      await world.record(`survey-2565.${code}`, answered('r1', true));
      await world.record(`survey-2565.${code}`, certified);
    }
    const laos = ['06120003', '06120004'].map((laoCode) => ({
      laoCode,
      certifiedRevision: '1',
      fingerprint: 'f',
    }));
    await world.record('province-2565.12', { type: 'ProvinceCertified', data: { laos } });
    const store = await build(world);
    expect(await provinceStatus(store, 2565, '12')).toMatchObject({
      certifiedCount: 2,
      certifiedRevision: '1',
      certifiedAt: '2022-11-07T02:00:08.000Z',
    });
    await world.record('province-2565.12', {
      type: 'ProvinceCertificationRevoked',
      data: { certifiedRevision: '1', reason: 'ผิด' },
    });
    await world.record('province-2565.12', returned('06120003', '1'));
    await world.record('campaign-2565', { type: 'CampaignClosed', data: {} });
    const after = await build(world);
    expect(await provinceStatus(after, 2565, '12')).toMatchObject({ certifiedAt: null, revokedReason: 'ผิด' });
    expect(await campaignOf(after, 2565)).toMatchObject({
      closedAt: '2022-11-07T02:00:11.000Z',
      revision: '1',
    });
    expect(await listCampaigns(after)).toHaveLength(1);

    const types = async (filter: Parameters<typeof auditTrail>[1]) =>
      (await auditTrail(after, filter, { ...page, order: 'oldest-first' })).items.map(({ type }) => type);
    const provinces = ['ProvinceCertified', 'ProvinceCertificationRevoked'];
    expect(await types({ fiscalYear: 2565, laoCode: '06120003' })).toEqual([
      'ProvinceEnrolled',
      'AnswerRecorded',
      'LaoCertified',
      ...provinces,
      'LaoReturned',
    ]);
    expect(await types({ laoCode: '06120004' })).toEqual([
      'ProvinceEnrolled',
      'AnswerRecorded',
      'LaoCertified',
      ...provinces,
    ]);
    expect(await types({ rowId: 'r1', aspectId: 'economy' })).toHaveLength(2);
    expect(await types({ from: '2022-11-07T02:00:10.000Z', to: '2022-11-07T02:00:11.000Z' })).toEqual([
      'LaoReturned',
      'CampaignClosed',
    ]);
    const ended = await certificationsOfYear(after, 2565);
    expect(ended.map(({ stream, ended: end }) => [stream, end && `${end.how} at ${end.position}`])).toEqual([
      ['province-2565.12', 'revoked at 9'],
      ['survey-2565.06120003', 'returned at 10'],
      ['survey-2565.06120004', null],
    ]);
    const { items } = await auditTrail(after, {}, { page: 1, pageSize: 2, order: 'newest-first' });
    expect(items.map(({ _id }) => _id)).toEqual(['00000000000000000011', '00000000000000000010']);
  });
});

describe('applying events', () => {
  const lao = fc.constantFrom('06110001', '06110002', '06120003', '06120004');
  const row = fc.constantFrom('r1', 'r2', 'own-1');
  const step = fc.oneof(
    fc.tuple(lao, row, fc.constantFrom(true, false, null)).map(([code, id, needed]) => ({
      stream: `survey-2565.${code}`,
      event: answered(id, needed),
    })),
    fc.tuple(lao, row).map(([code, rowId]) => ({
      stream: `survey-2565.${code}`,
      event: {
        type: 'RowRemoved',
        data: { aspectId: 'economy', rowId },
      } satisfies DomainEvent,
    })),
    fc.tuple(lao, fc.constantFrom(saved, certified)).map(([code, event]) => ({
      stream: `survey-2565.${code}`,
      event,
    })),
    lao.map((code) => ({
      stream: `province-2565.${smallDirectory.lao(code)!.provinceCode}`,
      event: returned(code, '0'),
    })),
  );
  const history = fc.array(step, { maxLength: 40 });

  const record = async (steps: readonly { stream: string; event: DomainEvent }[]): Promise<SurveyWorld> => {
    const world = new SurveyWorld();
    await world.open();
    for (const { stream, event } of steps) await world.record(stream, event);
    return world;
  };
  const names = ofEventsAlone.map(collectionName);
  const digests = (store: MemoryReadStore) => Promise.all(names.map((name) => digest(store, name)));

  it('in any batches, with any part of the end given twice, ends in the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat(12)), fc.nat(50), async (steps, sizes, again) => {
        const world = await record(steps);
        const whole = await build(world);
        const split = new MemoryReadStore();
        const applyFrom = async (from: number) => {
          let at = from;
          for (const size of [...sizes, world.store.log.length]) {
            const events = world.store.log.slice(at, at + size);
            at += events.length;
            for (const projection of ofEventsAlone) {
              const writes = events.map((event) => projection.project(toDomainEvent(event))).flat();
              await split.apply(collectionName(projection), writes);
            }
          }
        };
        await applyFrom(0);
        await applyFrom(Math.min(again, world.store.log.length));
        expect(await differences(whole, split, names)).toEqual([]);
        expect(await digests(split)).toEqual(await digests(whole));
      }),
      propertyRuns(20),
    );
  });
});

describe('projector', () => {
  const running: Projector[] = [];
  const start = async (world: SurveyWorld, readStore: MemoryReadStore, log: string[] = []) => {
    const projector = new Projector({
      eventStore: world.store,
      readStore,
      projections,
      rebuildForeign: true,
      log: (_level, message) => log.push(message),
    });
    running.push(projector);
    await projector.start();
    return projector;
  };
  afterEach(async () => {
    for (const projector of running.splice(0)) await projector.stop();
  });

  it('live and rebuilt read models are the same; a request can wait for a position', async () => {
    const world = new SurveyWorld();
    const live = new MemoryReadStore();
    await world.open();
    const projector = await start(world, live);
    await projector.caughtUp();
    const waiting = projector.waitFor(5n, 5000);
    expect(await projector.waitFor(5n, 5)).toBe(false);
    await world.record('survey-2565.06110001', saved);
    const last = await world.record('survey-2565.06110001', certified);
    expect(await waiting).toBe(true);
    expect(await projector.waitFor(last, 0)).toBe(true);
    expect((await surveyForm(live, 2565, '06110001')).status).toBe('certified');
    expect(await differences(live, await build(world), collections)).toEqual([]);
    expect((await projector.status())[0]).toMatchObject({ position: '5', head: '5', lag: '0', parked: [] });
  });

  it('begins anew, and says so, where its read models were made from another log or from more of this one', async () => {
    const [first, other] = [new SurveyWorld(), new SurveyWorld()];
    const readStore = new MemoryReadStore();
    for (const world of [first, other]) await world.open();
    await first.record('survey-2565.0001', saved);
    const last = await first.record('survey-2565.0002', saved);
    await (await start(first, readStore)).waitFor(last, 5000);
    await running.pop()!.stop();

    // As long, with another event at that place.
    await other.record('survey-2565.0002', saved);
    const end = await other.record('survey-2565.0001', saved);
    const said: string[] = [];
    await (await start(other, readStore, said)).waitFor(end, 5000);
    const replaced = [
      'read models of another log: they are built anew beside',
      'read models of another log were replaced',
    ];
    expect(said).toEqual(replaced);
    expect(await differences(readStore, await build(other), collections)).toEqual([]);
    await running.pop()!.stop();

    const shorter = new SurveyWorld();
    await shorter.open();
    await (await start(shorter, readStore, said)).waitFor(1n, 5000);
    expect(said).toEqual([...replaced, ...replaced]);
    expect(await differences(readStore, await build(shorter), collections)).toEqual([]);
    await running.pop()!.stop();

    await (await start(shorter, readStore, said)).caughtUp();
    expect(said).toEqual([...replaced, ...replaced]);
  });

  it('continues from its checkpoint, and gives each projection only the events that it lacks', async () => {
    const world = new SurveyWorld();
    const readStore = new MemoryReadStore();
    await world.open();
    await (await start(world, readStore)).waitFor(3n, 5000);
    await running.pop()!.stop();
    await readStore.apply('projection_checkpoints', [{ id: 'survey_forms_v3', set: { position: '0' } }]);
    await readStore.apply('lao_statuses_v4', [{ id: '2565.06110002', set: { status: 'kept' } }]);
    const position = await world.record('survey-2565.06110001', saved);
    const seen: bigint[] = [];
    const again = new Projector({
      eventStore: world.store,
      readStore,
      projections,
      onApplied: (events) => seen.push(...events.map((event) => event.position)),
    });
    running.push(again);
    await again.start();
    expect(await again.waitFor(position, 5000)).toBe(true);
    expect(seen).toEqual([1n, 2n, 3n, 4n]);
    expect(await readStore.findById('lao_statuses_v4', '2565.06110002')).toMatchObject({ status: 'kept' });
  });

  it('parks the stream of an event that cannot be read, reports it, remembers it, and continues', async () => {
    const world = new SurveyWorld();
    const readStore = new MemoryReadStore();
    const log: string[] = [];
    await world.open();
    await world.record('survey-2565.06110001', saved);
    await world.recordRaw('survey-2565.06110001', 'AnswerFromTheFuture', {});
    await world.record('survey-2565.06110001', certified);
    await world.recordRaw('survey-2565.06110002', 'RowRemoved', { aspectId: 'economy', rowId: 'a.b' });
    await world.recordRaw('$other-1', 'Whatever', {});
    const last = await world.record('survey-2565.06120003', certified);
    const projector = await start(world, readStore, log);
    expect(await projector.waitFor(last, 5000)).toBe(true);
    expect((await surveyForm(readStore, 2565, '06110001')).status).toBe('not-certified');
    expect((await surveyForm(readStore, 2565, '06120003')).status).toBe('certified');
    const parkedOf = async (of: Projector) =>
      (await of.status()).map(({ projection, parked }) => [
        projection,
        ...parked.map(({ position }) => position),
      ]);
    const expected = [
      ['survey_forms', '5', '7'],
      ['answers', '5'],
      ['lao_statuses', '5'],
      ['province_statuses', '5'],
      ['campaigns', '5'],
      ['rosters', '5'],
      ['questionnaires', '5'],
      ['round_states', '5'],
      ['instants'],
      ['audit_trail', '5'],
      ['certifications', '5'],
      ['audit_readings', '5'],
    ];
    expect(await parkedOf(projector)).toEqual(expected);
    // Each once but for the instants, and one of them in a second stream.
    expect(log.filter((line) => line === 'stream parked')).toHaveLength(expected.length);
    await running.pop()!.stop();
    const later = await world.record('survey-2565.06110001', certified);
    const restarted = await start(world, readStore);
    expect(await restarted.waitFor(later, 5000)).toBe(true);
    expect(await parkedOf(restarted)).toEqual(expected);
    expect((await surveyForm(readStore, 2565, '06110001')).status).toBe('not-certified');
    expect(await differences(readStore, await build(world), collections)).toEqual([]);
  });

  it('resumes after a dropped subscription', async () => {
    const world = new SurveyWorld();
    const log: string[] = [];
    await world.open();
    const projector = await start(world, new MemoryReadStore(), log);
    await projector.caughtUp();
    world.store.drop();
    const position = await world.record('survey-2565.06110001', saved);
    expect(await projector.waitFor(position, 5000)).toBe(true);
    expect(log).toContain('subscription failed');
  });

  it('repeats a batch that the read store refused', async () => {
    class FailingOnce extends MemoryReadStore {
      failures = 1;
      override async apply(...call: Parameters<MemoryReadStore['apply']>): Promise<void> {
        if (call[0] === 'projection_checkpoints' && this.failures-- > 0) throw new Error('no primary');
        await super.apply(...call);
      }
    }
    const world = new SurveyWorld();
    await world.open();
    await world.recordRaw('survey-2565.06110001', 'AnswerFromTheFuture', {});
    const readStore = new FailingOnce();
    const projector = await start(world, readStore);
    expect(await projector.waitFor(4n, 5000)).toBe(true);
    expect(await differences(readStore, await build(world), [...collections, 'parked_streams'])).toEqual([]);
  });

  it('a difference names document and field', async () => {
    const world = new SurveyWorld();
    await world.open();
    await world.record('survey-2565.06110001', saved);
    const [one, other] = [await build(world), await build(world)];
    await other.apply('survey_forms_v3', [
      { id: '2565.06110001', set: { 'savedAspects.economy.at': 'later' } },
    ]);
    expect(await differences(one, other, collections)).toEqual([
      {
        collection: 'survey_forms_v3',
        id: '2565.06110001',
        field: 'savedAspects.economy.at',
        a: '2022-11-07T02:00:04.000Z',
        b: 'later',
      },
    ]);
  });
});
