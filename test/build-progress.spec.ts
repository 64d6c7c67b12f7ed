import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Builds } from '../projections/engine/build-progress.js';
import {
  ReadModelProgress,
  statusOf,
  type ProjectionStatus,
} from '../projections/engine/read-model-progress.js';
import { builtOnce, reportBuilds } from '../src/projecting/health-and-metrics.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import { SurveyWorld } from './support/survey-world.js';

const saved: DomainEvent = { type: 'AspectSaved', data: { aspectId: 'economy' } };

it('a build in progress is reported in percent, until it is built', async () => {
  const world = new SurveyWorld();
  for (let event = 0; event < 8; event += 1) await world.record('survey-2565.06110001', saved);
  const builds = new Builds(world.store, () => undefined);
  const registry = new Registry();
  reportBuilds(builds, registry);
  expect(await registry.metrics()).not.toContain('collection=');

  const build = builds.begin('survey_forms_v3');
  await build.took(world.store.log.slice(0, 6));
  expect(builds.states).toMatchObject([{ collection: 'survey_forms_v3', percent: 75 }]);
  expect(builds.states[0]!.eventsPerSecond).toBeGreaterThan(0);
  expect(await registry.metrics()).toContain('projection_build_percent{collection="survey_forms_v3"} 75');

  build.end();
  build.end();
  expect(builds.states).toEqual([]);
  expect(await registry.metrics()).not.toContain('collection=');
});

it('a process is not ready until all that it reads is built; later it may lag', async () => {
  let [position, head] = [4n, 8n];
  class FixedProgress extends ReadModelProgress {
    override async waitFor(): Promise<boolean> {
      return false;
    }
    override async status(): Promise<readonly ProjectionStatus[]> {
      const built = { position: 8n, parked: [] };
      return [
        statusOf({ name: 'campaigns', version: 1 }, head, built),
        statusOf({ name: 'survey_forms', version: 3 }, head, { position, parked: [] }),
      ];
    }
  }
  const check = await builtOnce(new FixedProgress());
  expect(await check()).toMatchObject({
    healthy: false,
    detail: [
      { projection: 'campaigns', state: 'built' },
      { projection: 'survey_forms', state: 'building', percent: 50 },
    ],
  });
  position = 8n;
  expect(await check()).toMatchObject({ healthy: true });
  head = 20n;
  expect(await check()).toMatchObject({ healthy: true, detail: [{ lag: '12' }, { lag: '12' }] });
});
