import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemActor } from '../../src/events/actor.js';
import { OpenCampaign, OpenCampaignHandler } from '../../src/campaign/campaign-commands.js';
import { Enrolments } from '../../src/roster/enrolments.js';
import { Clock } from '../../src/basics/clock.js';
import { DecideAndAppend } from '../../src/commands/decide-and-append.js';
import { loadDirectory } from '../../src/directory/load-directory.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { asJson } from '../../src/basics/json.js';
import {
  PublishQuestionnaire,
  PublishQuestionnaireHandler,
} from '../../src/publication/publish-questionnaire.js';
import { QuestionnaireLibrary } from '../../src/publication/questionnaire-library.js';
import { loadQuestionnaires } from '../../src/questionnaire/load-questionnaires.js';

/** All in one province, and few enough that all of them are certified now and then. */
const LAOS = 4;

/** A folder with the pilot's directory, cut down to few LAOs. */
const smallFolder = (): { readonly folder: string; readonly codes: readonly string[] } => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  for (const file of ['provinces.csv', 'districts.csv', 'lao-types.csv']) {
    writeFileSync(join(folder, file), readFileSync(join('data', file)));
  }
  const [head, ...rows] = readFileSync('data/laos.csv', 'utf8').trim().split('\n');
  const kept = rows.slice(0, LAOS);
  writeFileSync(join(folder, 'laos.csv'), [head, ...kept, ''].join('\n'));
  return { folder, codes: kept.map((row) => row.split(',')[0]!) };
};

/** The setting of a run: its LAOs, its form, and a survey that has been open for some hours. */
export const faultWorld = () => {
  const { folder, codes } = smallFolder();
  const nation = loadDirectory(folder);
  const questionnaire = loadQuestionnaires('data')[0]!;
  return { folder, codes, nation, questionnaire };
};
export type FaultWorld = ReturnType<typeof faultWorld>;

/** A clock that goes back must stay after the survey's opening. Otherwise no save would be accepted. */
class HoursAgo extends Clock {
  override now(): Date {
    return new Date(Date.now() - 24 * 3600 * 1000);
  }
}

export const openSurvey = async (
  eventStore: EventStore,
  { nation, questionnaire }: FaultWorld,
): Promise<void> => {
  const clock = new HoursAgo();
  const decideAndAppend = new DecideAndAppend(eventStore, clock);
  const closesAt = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString();
  const context = { actor: systemActor, correlationId: 'faults', idempotencyKey: 'faults' };
  await new PublishQuestionnaireHandler(decideAndAppend).execute(
    new PublishQuestionnaire(asJson(questionnaire), context),
  );
  const handler = new OpenCampaignHandler(
    decideAndAppend,
    new Enrolments(decideAndAppend, nation),
    nation,
    new QuestionnaireLibrary(decideAndAppend),
    clock,
  );
  await handler.execute(new OpenCampaign({ fiscalYear: 2565, closesAt }, context, questionnaire.version));
};
