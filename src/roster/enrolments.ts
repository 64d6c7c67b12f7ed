import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../commands/command-context.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { Directory } from '../directory/directory.js';
import { provinceStream, type ProvinceKey } from '../events/streams.js';
import { proposedRoster } from './proposed-roster.js';
import { provinceModel, type ProvinceYear } from './province.js';
import { decideEnrolProvince, ProvinceIsEnrolled } from './roster-decisions.js';

/**
 * Enrols the provinces of a round, each in its own stream. No store writes two streams at once, so a crash may leave some out.
 * The same call again enrols the rest. Each province is enrolled once.
 */
@Injectable()
export class Enrolments {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly directory: Directory,
  ) {}

  /** The given provinces that are enrolled. */
  async enrolled(fiscalYear: number, provinces: readonly string[]): Promise<ReadonlySet<string>> {
    const states = await Promise.all(
      provinces.map((provinceCode) => this.province({ fiscalYear, provinceCode })),
    );
    return new Set(provinces.filter((_, index) => states[index]!.roster));
  }

  /**
   * @param countsFrom set for a roster that is derived for an older log; see `ProvinceEnrolled`
   * @returns the position of the last enrolment among these provinces, now or earlier
   */
  async enrol(
    fiscalYear: number,
    provinces: readonly string[],
    context: CommandContext,
    countsFrom?: string,
  ): Promise<bigint> {
    let last = -1n;
    for (const provinceCode of provinces) {
      const at = await this.enrolOne({ fiscalYear, provinceCode }, context, countsFrom);
      if (at > last) last = at;
    }
    return last;
  }

  private async enrolOne(key: ProvinceKey, context: CommandContext, countsFrom?: string): Promise<bigint> {
    const before = await this.province(key);
    if (before.enrolledAt !== undefined) return before.enrolledAt;
    const { fiscalYear, provinceCode } = key;
    const proposed = proposedRoster(this.directory, provinceCode);
    const roster = countsFrom === undefined ? proposed : { ...proposed, countsFrom };
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const command = { name: 'EnrolProvince', content: { ...key } };
    try {
      const done = await this.decideAndAppend.execute(target, command, enrolling(context), ({ state }) =>
        decideEnrolProvince(state, key, roster),
      );
      return done.position;
    } catch (error) {
      // The same command ran twice at the same time, and the other run enrolled the province.
      if (error instanceof ProvinceIsEnrolled) return (await this.province(key)).enrolledAt!;
      throw error;
    }
  }

  private async province({ fiscalYear, provinceCode }: ProvinceKey): Promise<ProvinceYear> {
    return (await this.decideAndAppend.load(provinceStream(fiscalYear, provinceCode), provinceModel)).state;
  }
}

/** Makes a separate key, because the sender may use its key again for another command on the province. */
const enrolling = ({ idempotencyKey, ...context }: CommandContext): CommandContext =>
  idempotencyKey === undefined ? context : { ...context, idempotencyKey: `${idempotencyKey} enrol` };
