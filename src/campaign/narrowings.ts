import { Injectable, Logger } from '@nestjs/common';
import type { CommandContext } from '../commands/command-context.js';
import { DecideAndAppend, type Executed } from '../commands/decide-and-append.js';
import { SurveyFences } from '../commands/survey-fences.js';
import { systemActor } from '../events/actor.js';
import type { Fence } from '../events/fence.js';
import { campaignStream, provinceStream, type SurveyKey } from '../events/streams.js';
import { isOfDamage } from '../event-store/damaged-stream.js';
import { Enrolments } from '../roster/enrolments.js';
import { provinceModel } from '../roster/province.js';
import { FIRST_YEAR, LAST_YEAR } from '../roster/recorded-rounds.js';
import { decideFinishNarrowing } from './campaign-decisions.js';
import { campaignModel, type Campaign, type Narrowing } from './campaign.js';

/** Appends that are under way at the same time. The embedded log writes them as one group. */
const AT_ONCE = 128;
/** A closing of the nation takes seconds, so the log says how far it is. */
const LOGGED_EVERY = 1000;

/**
 * Makes the window of a round shorter, so that nothing lies behind its new end. Saves and returns append to streams of their own, so a
 * fence goes into each of these streams: an append that was decided before the fence meets a conflict, is decided again, and is refused.
 * Every step is done once, so another process, or a later start, may finish what one began.
 */
@Injectable()
export class Narrowings {
  private readonly logger = new Logger('Campaign');

  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly enrolments: Enrolments,
    private readonly surveyFences: SurveyFences,
  ) {}

  /** Finishes the narrowing that this command began. @returns the command itself if it began none. */
  async complete(
    fiscalYear: number,
    command: Executed,
    { correlationId }: CommandContext,
  ): Promise<Executed> {
    const narrowing = (await this.campaign(fiscalYear))?.narrowings.get(command.revision);
    return narrowing ? this.finish(fiscalYear, narrowing, correlationId) : command;
  }

  /** Finishes what a process that stopped has left, or what another process is doing now. */
  async completePending(fiscalYear: number, correlationId: string): Promise<void> {
    const campaign = await this.campaign(fiscalYear);
    const last = campaign?.closingAt && [...campaign.narrowings.values()].at(-1);
    if (last) await this.finish(fiscalYear, last, correlationId);
  }

  /** The same for every round, at a start. */
  async completeAll(): Promise<void> {
    const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at);
    await eachOf(years, (year) => this.completePending(year, 'complete-narrowings'));
  }

  private async finish(fiscalYear: number, narrowing: Narrowing, correlationId: string): Promise<Executed> {
    const { revision, actor } = narrowing;
    const campaign = await this.campaign(fiscalYear);
    if (campaign?.closingAt !== undefined) await this.fence(fiscalYear, campaign, revision, correlationId);
    const command = { name: 'FinishNarrowing', content: { fiscalYear, revision: revision.toString() } };
    const context = { actor, correlationId, idempotencyKey: `finish narrowing ${revision}` };
    const target = { stream: campaignStream(fiscalYear), model: campaignModel };
    return this.decideAndAppend.execute(target, command, context, ({ state }, now) =>
      decideFinishNarrowing(state, fiscalYear, narrowing, now),
    );
  }

  private async fence(
    fiscalYear: number,
    { provinces }: Campaign,
    revision: bigint,
    correlationId: string,
  ): Promise<void> {
    const fence = { stream: campaignStream(fiscalYear), revision: revision.toString() };
    // A province that a crash left out would be enrolled later, behind the closing and without a fence.
    await this.enrolments.enrol(fiscalYear, provinces, { actor: systemActor, correlationId });
    const surveys: SurveyKey[] = [];
    await eachOf(provinces, async (provinceCode) => {
      const stream = provinceStream(fiscalYear, provinceCode);
      await this.fenceProvince(stream, fence, correlationId);
      // Read after the fence. An LAO that joins the roster later has no survey yet, so its first decision reads the round.
      const { state } = await this.decideAndAppend.load(stream, provinceModel);
      for (const laoCode of state.roster?.laos.keys() ?? []) surveys.push({ fiscalYear, laoCode });
    });
    let done = 0;
    await eachOf(surveys, async (survey) => {
      await this.fenceSurvey(survey, fence, correlationId);
      done += 1;
      if (done % LOGGED_EVERY === 0) {
        this.logger.log({
          message: 'the window is being made shorter',
          fiscalYear,
          done,
          of: surveys.length,
        });
      }
    });
  }

  /** Nothing can be decided on a damaged survey, so it needs no fence, and must not keep the round open for all. */
  private async fenceSurvey(survey: SurveyKey, fence: Fence, correlationId: string): Promise<void> {
    try {
      await this.surveyFences.raise(survey, fence, { correlationId });
    } catch (error) {
      if (!isOfDamage(error)) throw error;
      this.logger.error({ message: 'a damaged survey gets no fence', ...survey, error });
    }
  }

  private async fenceProvince(stream: string, fence: Fence, correlationId: string): Promise<void> {
    const context = {
      actor: systemActor,
      correlationId,
      idempotencyKey: `fence ${fence.stream}@${fence.revision}`,
    };
    const command = { name: 'FenceProvince', content: { ...fence } };
    await this.decideAndAppend.execute({ stream, model: provinceModel }, command, context, () => [
      { type: 'ProvinceFenced', data: fence },
    ]);
  }

  private async campaign(fiscalYear: number): Promise<Campaign | undefined> {
    return (await this.decideAndAppend.load(campaignStream(fiscalYear), campaignModel)).state;
  }
}

const eachOf = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};
