import { Injectable } from '@nestjs/common';
import { ChangesSince } from '../changes/changes-since.js';
import { Rounds, type SurveyRound } from '../campaign/round.js';
import type { CommandContext } from '../commands/command-context.js';
import { DecideAndAppend, type CommandToRun, type Executed } from '../commands/decide-and-append.js';
import type { Fenced } from '../events/fence.js';
import { StaleRevision } from '../commands/seen-revision.js';
import { surveyStream, type SurveyKey } from '../events/streams.js';
import type { SurveyEvent } from '../events/survey-events.js';
import { surveyModel, type Survey } from '../form/survey.js';
import type { SurveyCircumstances } from './survey-decisions.js';

/** Pure. */
export type DecideSurvey = (
  survey: Survey,
  circumstances: SurveyCircumstances,
  commandId: string,
) => readonly SurveyEvent[];

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

  /**
   * Carries out one command on one survey.
   * @param round which states of the campaign and the province the first decision uses: see `roundOf`
   */
  async execute(
    key: SurveyKey,
    command: CommandToRun,
    context: CommandContext,
    decide: DecideSurvey,
    round: 'cached' | 'current' = 'cached',
  ): Promise<Executed> {
    const stream = surveyStream(key.fiscalYear, key.laoCode);
    const target = { stream, model: surveyModel };
    try {
      return await this.decideAndAppend.execute(
        target,
        command,
        context,
        async ({ state: survey, revision, fresh }, now, id) => {
          const isCurrent = fresh || round === 'current';
          const seen = await this.roundOf(key, survey.fenced, isCurrent, context.correlationId);
          return decide(survey, { ...key, ...seen, revision, now }, id);
        },
      );
    } catch (error) {
      throw error instanceof StaleRevision ? await this.changes.explained(stream, error) : error;
    }
  }

  /**
   * Cached states are enough for a first decision. A round that closes, and an LAO that is withdrawn, put a fence into the survey's stream
   * first; any other news can only allow what an older state refuses, and a refusal is decided again.
   */
  private async roundOf(
    key: SurveyKey,
    fenced: Fenced,
    isCurrent: boolean,
    correlationId: string,
  ): Promise<SurveyRound> {
    await this.rounds.callOff(key, fenced, correlationId);
    return this.rounds.ofSurvey(key, isCurrent ? undefined : fenced);
  }
}
