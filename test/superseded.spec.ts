import { expect, it } from '@jest/globals';
import { Applier } from '../projections/engine/applier.js';
import type { Projection } from '../projections/engine/projection.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { UnpreparedCollection } from '../projections/read-store/read-store.js';
import { dropSuperseded } from '../projections/maintenance/drop-superseded.js';
import { surveyForms } from '../projections/read-models/survey-forms.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import { SurveyWorld } from './support/survey-world.js';

const saved: DomainEvent = { type: 'AspectSaved', data: { aspectId: 'economy' } };
const [old, current]: Projection[] = [
  { ...surveyForms, version: 1 },
  { ...surveyForms, version: 2 },
];
const hours = (count: number): Date => new Date(Date.UTC(2022, 10, 7, count));

/** Old and new code on one store, each feeding its own version. */
const upgrade = async () => {
  const world = new SurveyWorld();
  const readStore = new MemoryReadStore();
  await world.open();
  const feed = async (projection: Projection) => {
    const applier = new Applier(readStore, [projection], () => undefined);
    await applier.open();
    for await (const events of world.store.readAll({ after: applier.position })) await applier.apply(events);
  };
  const record = () => world.record('survey-2565.06110001', saved);
  const tidyAt = (now: Date) =>
    dropSuperseded(
      { eventStore: world.store, readStore, projections: [current!], log: () => undefined },
      now,
    );
  const served = () => readStore.count('survey_forms_v1', {});
  await record();
  await feed(old!);
  return { readStore, feed, record, tidyAt, served };
};

it('drops an old version after it was unchanged for a day while the log went on', async () => {
  const { readStore, feed, record, tidyAt, served } = await upgrade();
  await feed(current!);
  await record();
  await feed(current!);
  await tidyAt(hours(0));
  await tidyAt(hours(23));
  expect(await served()).toBe(1);
  await tidyAt(hours(24));
  await expect(served()).rejects.toThrow(UnpreparedCollection);
  expect(await readStore.findById('projection_checkpoints', 'survey_forms_v1')).toBeUndefined();
  expect(await readStore.count('survey_forms_v2', {})).toBe(1);
});

it('keeps it while old code feeds it, however slowly the log grows', async () => {
  const { feed, record, tidyAt, served } = await upgrade();
  for (let day = 0; day < 5; day += 1) {
    await record();
    await feed(current!);
    await tidyAt(hours(day * 24));
    await feed(old!);
    await tidyAt(hours(day * 24 + 1));
  }
  expect(await served()).toBe(1);
});

it('keeps it while the log does not grow: then nothing shows whether a process feeds it', async () => {
  const { feed, tidyAt, served } = await upgrade();
  await feed(current!);
  await tidyAt(hours(0));
  await tidyAt(hours(100));
  expect(await served()).toBe(1);
});

it('keeps it until the new version is built', async () => {
  const { record, tidyAt, served } = await upgrade();
  await record();
  await tidyAt(hours(0));
  await tidyAt(hours(100));
  expect(await served()).toBe(1);
});
