import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { surveyModel, type Survey } from '../form/survey.js';
import { decideCertifyProvince } from './province-decisions.js';
import type { ProvinceKey } from '../events/streams.js';
import { Rounds } from '../campaign/round.js';
import { provinceModel } from '../roster/province.js';
import { askedLaos } from '../roster/roster.js';
import { requireRoster } from '../roster/roster-decisions.js';

/** “จังหวัดดำเนินการรับรองข้อมูลทั้งหมด”: the provincial office certifies all of its LAOs at once. */
export class CertifyProvince extends Command<CommandResult> {
  constructor(
    readonly province: ProvinceKey,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CertifyProvince)
export class CertifyProvinceHandler implements ICommandHandler<CertifyProvince> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly rounds: Rounds,
  ) {}

  async execute({ province: key, context }: CertifyProvince): Promise<CommandResult> {
    await this.rounds.ofProvince(key);
    const target = { stream: provinceStream(key.fiscalYear, key.provinceCode), model: provinceModel };
    const command = { name: CertifyProvince.name, content: { ...key } };
    return resultOf(
      // A certified survey changes only after a return. A return raises the province's revision, so this append is then refused.
      await this.decideAndAppend.execute(target, command, context, async ({ state: province }) => {
        const asked = askedLaos(requireRoster(province, key)).map(({ code }) => code);
        return decideCertifyProvince(province, key, await this.surveys(key.fiscalYear, asked));
      }),
    );
  }

  private async surveys(fiscalYear: number, codes: readonly string[]): Promise<ReadonlyMap<string, Survey>> {
    const loaded = codes.map(async (code) => {
      const { state } = await this.decideAndAppend.load(surveyStream(fiscalYear, code), surveyModel);
      return [code, state] as const;
    });
    return new Map(await Promise.all(loaded));
  }
}
