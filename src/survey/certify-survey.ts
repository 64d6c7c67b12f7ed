import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, ValidateNested } from 'class-validator';
import { MAX_RETURNED_ROWS } from '../certification/return-survey.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { resultOf } from '../commands/command-result.js';
import type { Survey } from '../form/survey.js';
import { surveyFingerprint } from '../fingerprints/survey-fingerprint.js';
import { decideCertifySurvey } from './survey-decisions.js';
import type { SurveyKey } from '../events/streams.js';
import { SurveyWriter, type DecideSurvey } from './survey-writer.js';

export class ObjectionNoteBody {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'A row that the province named; absent or null: the survey as a whole.',
    example: 'newborn-grant-registration',
  })
  @IsOptional()
  @IsString()
  rowId?: string | null;

  @ApiProperty({ description: 'Why it was not corrected, one line.', example: 'ตรวจสอบแล้ว จำนวนถูกต้อง' })
  @IsString()
  note!: string;
}

export class CertifySurveyBody {
  @ApiPropertyOptional({
    type: [ObjectionNoteBody],
    description: 'After a return: a note for each objection that was not corrected.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_RETURNED_ROWS)
  @ArrayUnique((note: ObjectionNoteBody | undefined) => note?.rowId ?? null)
  @ValidateNested({ each: true })
  @Type(() => ObjectionNoteBody)
  notes?: ObjectionNoteBody[];
}

/** “รับรองข้อมูลและส่งจังหวัด”: the LAO declares its answers true and sends them to the province. */
export class CertifySurvey extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly body: CertifySurveyBody,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CertifySurvey)
export class CertifySurveyHandler implements ICommandHandler<CertifySurvey> {
  constructor(private readonly writer: SurveyWriter) {}

  async execute({ survey, body, seen, context }: CertifySurvey): Promise<CommandResult> {
    const notes = (body.notes ?? []).map(({ rowId = null, note }) => ({ rowId, note }));
    const content = { ...survey, ...(notes.length > 0 && { notes }) };
    const command = { name: CertifySurvey.name, content };
    const decide: DecideSurvey = (state, circumstances) => {
      const subject = { ...survey, questionnaireVersion: circumstances.questionnaire.version };
      const fingerprint = (certified: Survey): string => surveyFingerprint(subject, certified);
      return decideCertifySurvey(state, { seen, notes }, fingerprint, circumstances);
    };
    // A cached state of the province may lack the return, and with it what was objected to.
    return resultOf(await this.writer.execute(survey, command, context, decide, 'current'));
  }
}
