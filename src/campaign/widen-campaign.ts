import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, Equals, IsArray, IsOptional, IsString } from 'class-validator';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { Directory } from '../directory/directory.js';
import { campaignStream } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import { Enrolments } from '../roster/enrolments.js';
import { decideWidenCampaign } from './campaign-decisions.js';
import { campaignModel } from './campaign.js';
import { namedProvinces } from './provinces-asked.js';

export class WidenCampaignBody {
  @ApiPropertyOptional({ type: [String], description: 'Province codes. This, or `regions`, or `all`.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  provinces?: string[];

  @ApiPropertyOptional({
    type: [String],
    description: 'All provinces of these regions, as the directory names them.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  regions?: string[];

  @ApiPropertyOptional({ enum: [true], description: 'Every province of the directory.' })
  @IsOptional()
  @Equals(true)
  all?: true;
}

/** Adds provinces while the round runs. The records of the other provinces do not change. */
export class WidenCampaign extends Command<CommandResult> {
  constructor(
    readonly fiscalYear: number,
    readonly body: WidenCampaignBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(WidenCampaign)
export class WidenCampaignHandler implements ICommandHandler<WidenCampaign> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly enrolments: Enrolments,
    private readonly directory: Directory,
  ) {}

  async execute({ fiscalYear, body, context }: WidenCampaign): Promise<CommandResult> {
    const provinces = this.provinces(body);
    const command = { name: WidenCampaign.name, content: { fiscalYear, ...body } };
    const widened = await this.decideAndAppend.execute(
      { stream: campaignStream(fiscalYear), model: campaignModel },
      command,
      context,
      async ({ state }, now) => {
        const enrolled = await this.enrolments.enrolled(fiscalYear, provinces);
        return decideWidenCampaign(state, fiscalYear, { provinces, enrolled }, now);
      },
    );
    const position = await this.enrolments.enrol(fiscalYear, provinces, context);
    return resultOf({ ...widened, position });
  }

  private provinces({ provinces, regions, all }: WidenCampaignBody): readonly string[] {
    if ([provinces, regions, all].filter((way) => way !== undefined).length !== 1) {
      throw problems.invalidRequest([{ path: 'provinces', message: 'give provinces, regions or all' }]);
    }
    if (provinces) return namedProvinces(this.directory, provinces);
    const wanted = this.directory.provinces.filter(({ region }) => !regions || regions.includes(region));
    return wanted.map(({ code }) => code).sort();
  }
}
