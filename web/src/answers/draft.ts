import {
  OTHER,
  readAnswer,
  type Answer,
  type AnswerField,
  type AnswerReading,
  type RowQuestions,
} from '../../../src/questionnaire/answer.js';

/** One row as it is on the screen: the answer, with the number and the comma list as they were typed. */
export interface RowDraft {
  readonly hasEService?: boolean | undefined;
  readonly isNeeded?: boolean | undefined;
  readonly choices: readonly string[];
  /** Several kinds in one box, separated by commas. */
  readonly otherChoices: string;
  readonly steps: readonly string[];
  readonly channels: readonly string[];
  readonly otherChannel: string;
  readonly yearlyUsers: string;
}

/** A column that holds answers, in the order of the table. */
export type CellField = 'hasEService' | 'isNeeded' | 'choices' | 'steps' | 'channels' | 'yearlyUsers';
export const cellFields: readonly CellField[] = [
  'hasEService',
  'isNeeded',
  'choices',
  'steps',
  'channels',
  'yearlyUsers',
];

const cells: Record<AnswerField, CellField> = {
  hasEService: 'hasEService',
  isNeeded: 'isNeeded',
  choices: 'choices',
  otherChoices: 'choices',
  steps: 'steps',
  channels: 'channels',
  otherChannel: 'channels',
  yearlyUsers: 'yearlyUsers',
};
export const cellOf = (field: AnswerField): CellField => cells[field];

const SEPARATOR = ',';

export const draftOf = (answer: Answer | null): RowDraft => ({
  hasEService: answer?.hasEService,
  isNeeded: answer?.isNeeded,
  choices: answer?.choices ?? [],
  otherChoices: (answer?.otherChoices ?? []).join(`${SEPARATOR} `),
  steps: answer?.steps ?? [],
  channels: answer?.channels ?? [],
  otherChannel: answer?.otherChannel ?? '',
  yearlyUsers: answer?.yearlyUsers === undefined ? '' : answer.yearlyUsers.toLocaleString('en-US'),
});

/** What would be sent, read by the rules of the server, so that both refuse the same. */
export const readDraft = (questions: RowQuestions, draft: RowDraft): AnswerReading =>
  readAnswer(questions, {
    hasEService: draft.hasEService,
    isNeeded: draft.hasEService === false ? draft.isNeeded : undefined,
    ...(questions.choices && {
      choices: draft.choices,
      otherChoices: draft.otherChoices.split(SEPARATOR).filter((text) => text.trim() !== ''),
    }),
    steps: draft.steps,
    channels: draft.channels,
    otherChannel: draft.otherChannel.trim() === '' ? undefined : draft.otherChannel,
    yearlyUsers: draft.yearlyUsers,
  });

/** The answer to มี/ไม่มี decides what the other cells ask; what no longer applies is cleared. */
export const answerHas = (draft: RowDraft, hasEService: boolean): RowDraft =>
  hasEService
    ? { ...draft, hasEService, isNeeded: undefined }
    : { ...draftOf(null), hasEService, isNeeded: draft.hasEService === false ? draft.isNeeded : undefined };

export const clearsAnswers = (before: RowDraft, after: RowDraft): boolean =>
  before.hasEService !== undefined &&
  before.hasEService !== after.hasEService &&
  (before.isNeeded !== undefined ||
    before.steps.length + before.channels.length + before.choices.length > 0 ||
    before.yearlyUsers !== '');

export const toggled = (list: readonly string[], id: string): readonly string[] =>
  list.includes(id) ? list.filter((item) => item !== id) : [...list, id];

/** Copies one cell of `from` to `to`. Where the cell does not apply, `to` becomes a มี or ไม่มี row first. */
export const copyCell = (from: RowDraft, to: RowDraft, field: CellField): RowDraft => {
  switch (field) {
    case 'hasEService':
      return from.hasEService === undefined ? to : answerHas(to, from.hasEService);
    case 'isNeeded':
      return from.hasEService === false ? { ...answerHas(to, false), isNeeded: from.isNeeded } : to;
    case 'choices':
      return from.hasEService
        ? { ...answerHas(to, true), choices: from.choices, otherChoices: from.otherChoices }
        : to;
    case 'steps':
      return from.hasEService ? { ...answerHas(to, true), steps: from.steps } : to;
    case 'channels':
      return from.hasEService
        ? { ...answerHas(to, true), channels: from.channels, otherChannel: from.otherChannel }
        : to;
    case 'yearlyUsers':
      return from.hasEService ? { ...answerHas(to, true), yearlyUsers: from.yearlyUsers } : to;
  }
};

/** Copies a row, without the choices: only one row asks for them. */
export const copyRow = (from: RowDraft, to: RowDraft): RowDraft => ({
  ...from,
  choices: from.hasEService ? to.choices : [],
  otherChoices: from.hasEService ? to.otherChoices : '',
});

/** Whether a cell shows the same in both. */
export const sameCell = (a: RowDraft, b: RowDraft, field: CellField): boolean => {
  switch (field) {
    case 'hasEService':
      return a.hasEService === b.hasEService;
    case 'isNeeded':
      return a.isNeeded === b.isNeeded;
    case 'choices':
      return sameSet(a.choices, b.choices) && a.otherChoices.trim() === b.otherChoices.trim();
    case 'steps':
      return sameSet(a.steps, b.steps);
    case 'channels':
      return (
        sameSet(a.channels, b.channels) &&
        (!a.channels.includes(OTHER) || a.otherChannel.trim() === b.otherChannel.trim())
      );
    case 'yearlyUsers':
      return a.yearlyUsers.trim() === b.yearlyUsers.trim();
  }
};

export const sameDraft = (a: RowDraft, b: RowDraft): boolean =>
  cellFields.every((field) => sameCell(a, b, field));

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item));
