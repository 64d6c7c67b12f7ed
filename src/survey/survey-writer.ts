import { Injectable } from '@nestjs/common';
import { ChangesSince } from '../changes/changes-since.js';
import { Rounds } from '../campaign/round.js';
import type { CommandContext } from '../commands/command-context.js';
import { DecideAndAppend, type CommandToRun, type Executed } from '../commands/decide-and-append.js';
import { StaleRevision } from '../commands/seen-revision.js';
import { surveyStream, type SurveyKey } from '../events/streams.js';
import type { SurveyEvent } from '../events/survey-events.js';
import { surveyModel, type Survey } from '../form/survey.js';
import type { SurveyCircumstances } from './survey-decisions.js';

/**
 * Carries out the commands of an LAO: it reads what the decision needs, and adds the changes in between to a
 * stale-revision refusal.
 */
@Injectable()
export class SurveyWriter {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly rounds: Rounds,
    private readonly changes: ChangesSince,
  ) {}

  /** Carries out one command on one survey. `decide` is pure. */
  async execute(
    key: SurveyKey,
    command: CommandToRun,
    context: CommandContext,
    decide: (survey: Survey, circumstances: SurveyCircumstances, commandId: string) => readonly SurveyEvent[],
  ): Promise<Executed> {
    // Read each time: the survey's own stream shows neither a closed round nor a withdrawn LAO.
    const surroundings = await this.rounds.ofSurvey(key);
    const stream = surveyStream(key.fiscalYear, key.laoCode);
    const target = { stream, model: surveyModel };
    try {
      return await this.decideAndAppend.execute(
        target,
        command,
        context,
        async ({ state: survey, revision, fresh }, now, id) => {
          const province = fresh
            ? await this.rounds.province({ ...key, ...surroundings })
            : surroundings.province;
          const round = { ...key, ...surroundings, province };
          return decide(survey, { ...round, revision, now }, id);
        },
      );
    } catch (error) {
      throw error instanceof StaleRevision ? await this.changes.explained(stream, error) : error;
    }
  }
}
