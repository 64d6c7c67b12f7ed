import { Injectable } from '@nestjs/common';
import { campaignModel, type Campaign } from '../campaign/campaign.js';
import type { CommandContext } from '../command/command-context.js';
import {
  DecideAndAppend,
  type CommandToRun,
  type Executed,
  type Loaded,
} from '../command/decide-and-append.js';
import { Directory, type Lao } from '../directory/directory.js';
import { campaignStream, provinceStream, surveyStream } from '../event-store/streams.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import { provinceModel } from '../province/province.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';
import { SurveyChanges } from './survey-changes.js';
import type { SurveyCircumstances } from './survey-decisions.js';
import type { SurveyEvent } from './survey-events.js';
import { surveyModel, type Survey } from './survey.js';

/** The revision a person edited, as `If-Match` gave it: `*` asks only that nobody be in the way, undefined does not ask. */
export type ExpectedByPerson = bigint | '*' | undefined;

/** One LAO's survey of one year. */
export interface SurveyKey {
  readonly fiscalYear: number;
  readonly laoCode: string;
}

/** What a survey belongs to, apart from its own events. */
export interface SurveyFrame {
  readonly lao: Lao;
  readonly campaign: Campaign;
  readonly questionnaire: Questionnaire;
}

/** Where every command of an LAO passes: it gathers what the decision looks at, and guards the revision that the person edited. */
@Injectable()
export class SurveyDesk {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly changes: SurveyChanges,
    private readonly directory: Directory,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  /** @throws Problem `unknown-lao`, `unknown-campaign`, `lao-not-in-campaign`. */
  async frame({ fiscalYear, laoCode }: SurveyKey): Promise<SurveyFrame> {
    const lao = this.directory.lao(laoCode);
    if (!lao) throw problems.unknownLao(laoCode);
    const { state: campaign } = await this.decideAndAppend.load(campaignStream(fiscalYear), campaignModel);
    if (!campaign) throw problems.unknownCampaign(fiscalYear);
    if (!campaign.provinces.includes(lao.provinceCode)) throw problems.laoNotInCampaign(laoCode, fiscalYear);
    const questionnaire = this.questionnaires.get(campaign.questionnaireVersion);
    if (!questionnaire) throw problems.unknownQuestionnaire(campaign.questionnaireVersion);
    return { lao, campaign, questionnaire };
  }

  /** Carries out one command on one survey; `decide` is pure. */
  async execute(
    key: SurveyKey,
    command: CommandToRun,
    context: CommandContext,
    expected: ExpectedByPerson,
    decide: (survey: Survey, circumstances: SurveyCircumstances, commandId: string) => readonly SurveyEvent[],
  ): Promise<Executed> {
    const frame = await this.frame(key);
    const { provinceCode } = frame.lao;
    const stream = surveyStream(key.fiscalYear, key.laoCode);
    return this.decideAndAppend.execute(
      { stream, model: surveyModel },
      command,
      context,
      async (current, now, id) => {
        const province = current.state.certification
          ? (await this.province(key.fiscalYear, provinceCode)).state
          : provinceModel.initialState;
        const conflict = await this.conflict(stream, current, expected);
        const events = rather(conflict, () =>
          decide(current.state, { ...key, ...frame, provinceCode, province, now }, id),
        );
        if (conflict) throw conflict;
        return events;
      },
    );
  }

  private province(fiscalYear: number, provinceCode: string) {
    return this.decideAndAppend.load(provinceStream(fiscalYear, provinceCode), provinceModel);
  }

  /** Says who changed what since the revision that the person edited, so that the person can choose cell by cell. */
  private async conflict(
    stream: string,
    current: Loaded<Survey>,
    expected: ExpectedByPerson,
  ): Promise<Problem | undefined> {
    if (expected === undefined || expected === '*' || expected === current.revision) return undefined;
    return problems.revisionConflict({
      expectedRevision: expected.toString(),
      currentRevision: current.revision.toString(),
      changes: await this.changes.between(stream, expected, current.revision),
    });
  }
}

/**
 * Somebody who may not act at all (locked, closed) is told so first; but content that became wrong because another person
 * changed the survey meanwhile is that conflict, not the sender's mistake.
 */
const rather = <Result>(conflict: Problem | undefined, decide: () => Result): Result => {
  try {
    return decide();
  } catch (error) {
    throw conflict && error instanceof Problem && error.status === 422 ? conflict : error;
  }
};
