import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { JsonObject } from '../basics/json.js';
import { ChangesSince } from '../changes/changes-since.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { StaleRevision, type SeenRevision } from '../commands/seen-revision.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { surveyModel, type Survey } from '../form/survey.js';
import { decideCertifyProvince } from './province-decisions.js';
import type { ProvinceKey } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import type { Problem } from '../problems/problem.js';
import { Rounds } from '../campaign/round.js';
import { provinceModel } from '../roster/province.js';
import { askedLaos } from '../roster/roster.js';
import { requireRoster } from '../roster/roster-decisions.js';

/** “จังหวัดดำเนินการรับรองข้อมูลทั้งหมด”: the provincial office certifies all of its LAOs at once. */
export class CertifyProvince extends Command<CommandResult> {
  constructor(
    readonly province: ProvinceKey,
    /** The log position up to which the officer saw the province. */
    readonly seen: SeenRevision,
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
    private readonly changes: ChangesSince,
  ) {}

  async execute({ province: key, seen, context }: CertifyProvince): Promise<CommandResult> {
    await this.rounds.ofProvince(key);
    const target = { stream: provinceStream(key.fiscalYear, key.provinceCode), model: provinceModel };
    const command = { name: CertifyProvince.name, content: { ...key } };
    try {
      return resultOf(
        // A certified survey changes only after a return. A return raises the province's revision, so this append is then refused.
        await this.decideAndAppend.execute(target, command, context, async ({ state: province }) => {
          const asked = askedLaos(requireRoster(province, key)).map(({ code }) => code);
          return decideCertifyProvince(province, key, await this.surveys(key.fiscalYear, asked), seen);
        }),
      );
    } catch (error) {
      throw error instanceof StaleRevision ? await this.explained(key, error) : error;
    }
  }

  /** The refusal with the acts of officers and the certifications since the officer looked. */
  private async explained(key: ProvinceKey, { seen, current }: StaleRevision): Promise<Problem> {
    const stream = provinceStream(key.fiscalYear, key.provinceCode);
    const { state: province } = await this.decideAndAppend.load(stream, provinceModel);
    const asked = askedLaos(requireRoster(province, key)).map(({ code }) => code);
    const surveys = await this.surveys(key.fiscalYear, asked);
    const certified = [...surveys].map(
      async ([laoCode, { certification }]): Promise<readonly JsonObject[]> => {
        if (!certification || certification.position <= seen) return [];
        const { revision } = certification;
        const changes = await this.changes.between(
          surveyStream(key.fiscalYear, laoCode),
          revision - 1n,
          revision,
        );
        return changes.map((change) => ({ ...change, laoCode }));
      },
    );
    return problems.provinceChanged({
      expectedRevision: seen.toString(),
      currentRevision: current.toString(),
      changes: [...(await this.changes.behind(stream, seen)), ...(await Promise.all(certified)).flat()],
    });
  }

  private async surveys(fiscalYear: number, codes: readonly string[]): Promise<ReadonlyMap<string, Survey>> {
    const loaded = codes.map(async (code) => {
      const { state } = await this.decideAndAppend.load(surveyStream(fiscalYear, code), surveyModel);
      return [code, state] as const;
    });
    return new Map(await Promise.all(loaded));
  }
}
