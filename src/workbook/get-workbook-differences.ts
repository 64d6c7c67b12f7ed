import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ChangesSince } from '../changes/changes-since.js';
import { surveyStream, type SurveyKey } from '../events/streams.js';
import type { FormView } from '../form/form-view.js';
import { GetSurveyAsOf } from '../history/survey-as-of.js';
import { problems } from '../problems/catalogue.js';
import type { Problem } from '../problems/problem.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { readWorkbook, type Sheet } from '../spreadsheet/read-workbook.js';
import { UnreadableWorkbook, type UnreadableReason } from '../spreadsheet/unreadable-workbook.js';
import { GetSurvey } from '../survey/get-survey.js';
import { cellFaultWords } from './cell-faults.js';
import type { FormIdentity } from './codes.js';
import { readForm } from './read-form.js';
import { readIdentity } from './read-identity.js';
import type { WorkbookDifferencesView } from './workbook-view.js';

/** A file can be wrong in every cell. These are enough to mend it by. */
const LISTED_FAULTS = 500;

/** What a filled form says otherwise than the form as it is now. */
export class GetWorkbookDifferences extends Query<WorkbookDifferencesView> {
  constructor(
    readonly survey: SurveyKey,
    readonly file: Uint8Array,
  ) {
    super();
  }
}

@QueryHandler(GetWorkbookDifferences)
export class GetWorkbookDifferencesHandler implements IQueryHandler<GetWorkbookDifferences> {
  constructor(
    private readonly queries: QueryBus,
    private readonly questionnaires: QuestionnaireLibrary,
    private readonly changesSince: ChangesSince,
  ) {}

  async execute({ survey, file }: GetWorkbookDifferences): Promise<WorkbookDifferencesView> {
    const sheets = await sheetsIn(file);
    const identity = readIdentity(sheets);
    const now = await this.queries.execute(new GetSurvey(survey));
    requireSameForm(identity, now);
    const [seen, current] = [BigInt(identity.revision), BigInt(now.revision)];
    const base = seen === current ? now : await this.formAt(survey, identity.revision);
    const questionnaire = await this.questionnaires.require(now.questionnaireVersion);
    const { rows, newRows, faults } = readForm(sheets, { questionnaire, base, now });
    const stream = surveyStream(survey.fiscalYear, survey.laoCode);
    return {
      fileRevision: identity.revision,
      revision: now.revision,
      rows,
      newRows,
      faultCount: faults.length,
      faults: faults.slice(0, LISTED_FAULTS).map((fault) => {
        const { sheet, cell, code } = fault;
        return { sheet, cell, code, ...cellFaultWords(fault) };
      }),
      changes: seen === current ? [] : await this.changesSince.between(stream, seen, current),
    };
  }

  private formAt(survey: SurveyKey, revision: string): Promise<FormView> {
    return this.queries.execute(new GetSurveyAsOf(survey, { revision }));
  }
}

const requireSameForm = (identity: FormIdentity, now: FormView): void => {
  const { laoCode, fiscalYear, questionnaireVersion, revision } = identity;
  const same =
    laoCode === now.lao.code &&
    fiscalYear === now.fiscalYear &&
    questionnaireVersion === now.questionnaireVersion;
  if (!same) throw problems.workbookOfAnotherForm({ laoCode, fiscalYear, questionnaireVersion });
  if (BigInt(revision) > BigInt(now.revision)) throw problems.workbookNewerThanForm(revision, now.revision);
};

const unreadable: { readonly [reason in UnreadableReason]: () => Problem } = {
  'not-a-workbook': problems.workbookNotXlsx,
  encrypted: problems.workbookEncrypted,
  damaged: problems.workbookDamaged,
  'too-large': problems.workbookTooLarge,
  macros: problems.workbookWithMacros,
  unsafe: problems.workbookUnsafe,
};

const sheetsIn = async (file: Uint8Array): Promise<readonly Sheet[]> => {
  try {
    return await readWorkbook(file);
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? unreadable[error.reason]() : error;
  }
};
