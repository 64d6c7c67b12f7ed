import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { Directory, type Lao } from '../directory/directory.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { surveyModel } from '../form/survey.js';
import { decideCertifyProvince } from './province-decisions.js';
import type { ProvinceKey } from '../events/streams.js';
import { Rounds } from '../campaign/round.js';
import { provinceModel } from './province.js';

/** An LAO that has to certify before its province can, as `province-incomplete` names it. */
export type MissingLao = { readonly code: string; readonly name: string; readonly district: string };

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
    private readonly directory: Directory,
  ) {}

  async execute({ province: key, context }: CertifyProvince): Promise<CommandResult> {
    await this.rounds.ofProvince(key);
    const { fiscalYear, provinceCode } = key;
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const command = { name: CertifyProvince.name, content: { ...key } };
    return resultOf(
      // A certified survey cannot move without a return, and a return moves the province's revision: then this append is refused.
      await this.decideAndAppend.execute(target, command, context, async ({ state: province }) =>
        decideCertifyProvince(
          province,
          provinceCode,
          await Promise.all(
            this.directory.laosOf(provinceCode).map(async (lao) => ({
              laoCode: lao.code,
              survey: (await this.decideAndAppend.load(surveyStream(fiscalYear, lao.code), surveyModel))
                .state,
              describe: () => this.describe(lao),
            })),
          ),
        ),
      ),
    );
  }

  private describe({ code, name, districtCode }: Lao): MissingLao {
    return { code, name, district: this.directory.district(districtCode)?.name ?? '' };
  }
}
