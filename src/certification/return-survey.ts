import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, ValidateNested } from 'class-validator';
import { ChangesSince } from '../changes/changes-since.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { StaleRevision, type SeenRevision } from '../commands/seen-revision.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { provinceOf, provinceStream, surveyStream } from '../events/streams.js';
import type { SurveyKey } from '../events/streams.js';
import { Rounds } from '../campaign/round.js';
import { surveyModel } from '../form/survey.js';
import { decideReturnSurvey } from './province-decisions.js';
import type { ReturnedRow } from '../events/province-events.js';
import { provinceModel } from '../roster/province.js';

/** The limit is higher than the number of rows a form can hold. */
export const MAX_RETURNED_ROWS = 500;

export class ReasonBody {
  @ApiProperty({ description: 'Why: it stands in the record and is shown to the office concerned.' })
  @IsString()
  reason!: string;
}

export class ReturnedRowBody implements ReturnedRow {
  @ApiProperty({ example: 'newborn-grant-registration' })
  @IsString()
  rowId!: string;

  @ApiPropertyOptional({ description: 'What about it, one line.', example: 'จำนวนผู้ใช้ไม่ตรงกับรายงาน' })
  @IsOptional()
  @IsString()
  note?: string;
}

export class ReturnBody extends ReasonBody {
  @ApiPropertyOptional({
    type: [ReturnedRowBody],
    description: 'The rows to correct, each once; absent or none: the survey as a whole.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_RETURNED_ROWS)
  @ArrayUnique((row: ReturnedRowBody | undefined) => row?.rowId)
  @ValidateNested({ each: true })
  @Type(() => ReturnedRowBody)
  rows?: ReturnedRowBody[];
}

/** An officer returns one certified survey for correction. */
export class ReturnSurvey extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly body: ReturnBody,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReturnSurvey)
export class ReturnSurveyHandler implements ICommandHandler<ReturnSurvey> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly rounds: Rounds,
    private readonly changes: ChangesSince,
  ) {}

  async execute({ survey: key, body, seen, context }: ReturnSurvey): Promise<CommandResult> {
    const { fiscalYear, laoCode } = key;
    const provinceCode = provinceOf(laoCode);
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const asked = { laoCode, reason: body.reason, rows: (body.rows ?? []).map((row) => ({ ...row })) };
    const command = { name: ReturnSurvey.name, content: { fiscalYear, ...asked } };
    const stream = surveyStream(fiscalYear, laoCode);
    try {
      return resultOf(
        await this.decideAndAppend.execute(target, command, context, async ({ state: province }, now) => {
          // Read for each attempt: a round that closes puts a fence into the province's stream, so an append on an older state is refused.
          const { campaign, questionnaire } = await this.rounds.ofSurvey(key);
          const { state: survey, revision } = await this.decideAndAppend.load(stream, surveyModel);
          const round = { campaign, questionnaire, fiscalYear, provinceCode };
          return decideReturnSurvey(province, { ...asked, seen }, { ...round, survey, revision, now });
        }),
      );
    } catch (error) {
      throw error instanceof StaleRevision ? await this.changes.explained(stream, error) : error;
    }
  }
}
