import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, IsArray, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Clock } from '../basics/clock.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { Directory } from '../directory/directory.js';
import { campaignStream } from '../events/streams.js';
import { IsInstantOrDay } from '../http/instant.js';
import { problems } from '../problems/catalogue.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { Enrolments } from '../roster/enrolments.js';
import { FIRST_YEAR, LAST_YEAR } from '../roster/recorded-rounds.js';
import { decideCloseCampaign, decideExtendCampaign, decideOpenCampaign } from './campaign-decisions.js';
import { campaignModel } from './campaign.js';
import { Narrowings } from './narrowings.js';
import { allProvinces, namedProvinces } from './provinces-asked.js';

export class OpenCampaignBody {
  @ApiProperty({ description: 'Buddhist-era year.', example: 2566 })
  @IsInt()
  @Min(FIRST_YEAR)
  @Max(LAST_YEAR)
  fiscalYear!: number;

  @ApiPropertyOptional({
    description: 'A published version, pinned for life. Default: the latest one made for the year.',
  })
  @IsOptional()
  @IsString()
  questionnaireVersion?: string;

  @ApiPropertyOptional({ type: [String], description: 'Province codes in scope. Default: all.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  provinces?: string[];

  @ApiPropertyOptional({ format: 'date-time', description: 'Default: now. A day alone: its beginning.' })
  @IsOptional()
  @IsInstantOrDay('start')
  opensAt?: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Answers may change before this instant. A day alone: its end.',
  })
  @IsInstantOrDay('end')
  closesAt!: string;
}

export class ExtendCampaignBody {
  @ApiProperty({ format: 'date-time', description: 'A day alone: its end.' })
  @IsInstantOrDay('end')
  closesAt!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  reason?: string;
}

export class CloseCampaignBody {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  reason?: string;
}

export class OpenCampaign extends Command<CommandResult> {
  constructor(
    readonly body: OpenCampaignBody,
    readonly context: CommandContext,
    /** The version to pin if the body names none. */
    readonly latestVersion?: string,
  ) {
    super();
  }
}

export class ExtendCampaign extends Command<CommandResult> {
  constructor(
    readonly fiscalYear: number,
    readonly body: ExtendCampaignBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class CloseCampaign extends Command<CommandResult> {
  constructor(
    readonly fiscalYear: number,
    readonly body: CloseCampaignBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

const target = (fiscalYear: number) => ({ stream: campaignStream(fiscalYear), model: campaignModel });
const utc = (time: string): string => new Date(time).toISOString();

@CommandHandler(OpenCampaign)
export class OpenCampaignHandler implements ICommandHandler<OpenCampaign> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly enrolments: Enrolments,
    private readonly directory: Directory,
    private readonly questionnaires: QuestionnaireLibrary,
    private readonly clock: Clock,
  ) {}

  async execute({ body, context, latestVersion }: OpenCampaign): Promise<CommandResult> {
    const { fiscalYear } = body;
    const questionnaireVersion = body.questionnaireVersion ?? latestVersion;
    if (questionnaireVersion === undefined) throw problems.unknownQuestionnaire(String(fiscalYear));
    await this.questionnaires.require(questionnaireVersion);
    const provinces = this.provinces(body.provinces);
    const opensAt = utc(body.opensAt ?? this.clock.now().toISOString());
    const closesAt = utc(body.closesAt);
    const command = { name: OpenCampaign.name, content: { ...body } };
    const opened = await this.decideAndAppend.execute(
      target(fiscalYear),
      command,
      context,
      ({ state }, now) =>
        decideOpenCampaign(state, fiscalYear, { questionnaireVersion, provinces, opensAt, closesAt }, now),
    );
    const position = await this.enrolments.enrol(fiscalYear, provinces, context);
    return resultOf({ ...opened, position });
  }

  private provinces(codes: readonly string[] | undefined): readonly string[] {
    return codes ? namedProvinces(this.directory, codes) : allProvinces(this.directory);
  }
}

@CommandHandler(ExtendCampaign)
export class ExtendCampaignHandler implements ICommandHandler<ExtendCampaign> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly narrowings: Narrowings,
  ) {}

  async execute({ fiscalYear, body, context }: ExtendCampaign): Promise<CommandResult> {
    const command = { name: ExtendCampaign.name, content: { fiscalYear, ...body } };
    await this.narrowings.completePending(fiscalYear, context.correlationId);
    const extended = await this.decideAndAppend.execute(
      target(fiscalYear),
      command,
      context,
      ({ state }, now) =>
        decideExtendCampaign(state, fiscalYear, { ...body, closesAt: utc(body.closesAt) }, now),
    );
    return resultOf(await this.narrowings.complete(fiscalYear, extended, context));
  }
}

@CommandHandler(CloseCampaign)
export class CloseCampaignHandler implements ICommandHandler<CloseCampaign> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly narrowings: Narrowings,
  ) {}

  async execute({ fiscalYear, body, context }: CloseCampaign): Promise<CommandResult> {
    const command = { name: CloseCampaign.name, content: { fiscalYear, ...body } };
    await this.narrowings.completePending(fiscalYear, context.correlationId);
    const begun = await this.decideAndAppend.execute(target(fiscalYear), command, context, ({ state }, now) =>
      decideCloseCampaign(state, fiscalYear, body, now),
    );
    return resultOf(await this.narrowings.complete(fiscalYear, begun, context));
  }
}
