import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SurveyKey } from '../events/streams.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { GetSurvey } from '../survey/get-survey.js';
import { writeFormWorkbook } from './write-form.js';

export interface FormWorkbook {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The form of one LAO and year as it is now, as a workbook to fill. */
export class GetFormWorkbook extends Query<FormWorkbook> {
  constructor(readonly survey: SurveyKey) {
    super();
  }
}

@QueryHandler(GetFormWorkbook)
export class GetFormWorkbookHandler implements IQueryHandler<GetFormWorkbook> {
  constructor(
    private readonly queries: QueryBus,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  async execute({ survey }: GetFormWorkbook): Promise<FormWorkbook> {
    const form = await this.queries.execute(new GetSurvey(survey));
    const questionnaire = await this.questionnaires.require(form.questionnaireVersion);
    const name = `form-${survey.fiscalYear}-${survey.laoCode}-revision-${form.revision}.xlsx`;
    return { name, bytes: await writeFormWorkbook(form, questionnaire) };
  }
}
