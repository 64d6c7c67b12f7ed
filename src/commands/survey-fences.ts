import type { CommandContext } from './command-context.js';
import type { Fence } from '../events/fence.js';
import type { SurveyKey } from '../events/streams.js';

/** The command that a fence belongs to. */
export type FenceStep = Pick<CommandContext, 'correlationId' | 'time'>;

/** Puts fences into surveys. Rooms below the surveys use it to forbid what a survey's writer may still be deciding. */
export abstract class SurveyFences {
  /** Once for each fence, however often it is called. Resolves when the fence is in the survey's stream. */
  abstract raise(survey: SurveyKey, fence: Fence, step: FenceStep): Promise<void>;
}
