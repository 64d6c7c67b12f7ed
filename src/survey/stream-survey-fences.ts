import { Injectable } from '@nestjs/common';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { SurveyFences, type FenceStep } from '../commands/survey-fences.js';
import { systemActor } from '../events/actor.js';
import type { Fence } from '../events/fence.js';
import { surveyStream, type SurveyKey } from '../events/streams.js';
import { surveyModel } from '../form/survey.js';

@Injectable()
export class StreamSurveyFences extends SurveyFences {
  constructor(private readonly decideAndAppend: DecideAndAppend) {
    super();
  }

  override async raise(survey: SurveyKey, fence: Fence, step: FenceStep): Promise<void> {
    const target = { stream: surveyStream(survey.fiscalYear, survey.laoCode), model: surveyModel };
    const command = { name: 'FenceSurvey', content: { ...fence } };
    // The key is the same in every process and at every attempt, so a fence is raised once.
    const idempotencyKey = `fence ${fence.stream}@${fence.revision}`;
    await this.decideAndAppend.execute(
      target,
      command,
      { actor: systemActor, ...step, idempotencyKey },
      () => [{ type: 'SurveyFenced', data: fence }],
    );
  }
}
