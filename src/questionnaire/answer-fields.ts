import type { Questionnaire, Titled } from './questionnaire.js';

/** The id of the free-text choice, the same in channels and choices. */
export const OTHER = 'other';

export const MAX_OTHER_TEXT = 200;
export const MAX_OTHER_CHOICES = 50;

/** What a row asks, whether it is standard or added: the choices that it offers. */
export interface RowQuestions<Offered extends { readonly id: string } = { readonly id: string }> {
  readonly steps: readonly Offered[];
  readonly channels: readonly Offered[];
  /** Only multiple-choice rows. */
  readonly choices?: readonly Offered[] | undefined;
}

export const questionsOf = (
  { processSteps, channels }: Questionnaire,
  { choices }: { readonly choices?: readonly Titled[] | undefined },
): RowQuestions<Titled> => ({ steps: processSteps, channels, choices });

/** What a field holds, by its kind. */
interface Content {
  readonly 'yes-no': boolean;
  /** Ids, in the order of the questionnaire. */
  readonly choices: readonly string[];
  readonly text: string;
  readonly texts: readonly string[];
  readonly count: number;
}
export type FieldKind = keyof Content;
export type FieldContent = Content[FieldKind];

/** `Name` is the type of the name of another field. */
interface Asked<Name> {
  /** The answer to มี (true) or ไม่มี (false) that asks for it; without one it is always asked. */
  readonly branch?: boolean;
  /** The field whose choice of "other" asks for it. */
  readonly otherOf?: Name;
  readonly meaning?: string;
}
type Described<Name> = Asked<Name> &
  (
    | { readonly kind: 'yes-no' | 'count' }
    /** `offers`: the choices of the row; a row without them does not ask for the field. */
    | { readonly kind: 'choices'; readonly offers: keyof RowQuestions }
    | { readonly kind: 'text'; readonly maxLength: number }
    | { readonly kind: 'texts'; readonly maxLength: number; readonly maxItems: number }
  );

/** The fields of an answer, in the order of the columns. Reading, completeness, comparison, the API and the screens follow from it. */
const fields = {
  hasEService: { kind: 'yes-no', meaning: 'มี / ไม่มี' },
  isNeeded: { kind: 'yes-no', branch: false, meaning: 'จำเป็น / ไม่จำเป็น, only with ไม่มี' },
  choices: { kind: 'choices', branch: true, offers: 'choices' },
  otherChoices: {
    kind: 'texts',
    branch: true,
    otherOf: 'choices',
    maxLength: MAX_OTHER_TEXT,
    maxItems: MAX_OTHER_CHOICES,
  },
  steps: { kind: 'choices', branch: true, offers: 'steps' },
  channels: { kind: 'choices', branch: true, offers: 'channels' },
  otherChannel: { kind: 'text', branch: true, otherOf: 'channels', maxLength: MAX_OTHER_TEXT },
  yearlyUsers: { kind: 'count', branch: true, meaning: 'Persons in the fiscal year.' },
} as const satisfies { readonly [field: string]: Described<string> };

type Fields = typeof fields;
export type AnswerField = keyof Fields;
export type KindOf<Field extends AnswerField> = Fields[Field]['kind'];
export type FieldOf<Kind extends FieldKind> = {
  [Field in AnswerField]: KindOf<Field> extends Kind ? Field : never;
}[AnswerField];

/** A field with its own question; the text for "other" belongs to the field that has this choice. */
export type CellField = {
  [Field in AnswerField]: Fields[Field] extends { readonly otherOf: string } ? never : Field;
}[AnswerField];

export type FieldDescription = Described<CellField & FieldOf<'choices'>>;
export const answerFields: { readonly [Field in AnswerField]: FieldDescription } = fields;

/** In the order of the columns. */
export const fieldNames = Object.keys(fields) as readonly AnswerField[];

/**
 * The answer of one row. What does not apply is absent, never null: a มี answer has no `isNeeded`, a ไม่มี answer nothing but it.
 * It may be incomplete (a clerk saves half-way); it is never contradictory.
 */
export type Answer = { readonly hasEService: boolean } & {
  readonly [Field in Exclude<AnswerField, 'hasEService'>]?: Content[KindOf<Field>];
};

/** Whether the row has the question at all. */
export const isAsked = (questions: RowQuestions, field: AnswerField): boolean => {
  const description = answerFields[field];
  if (description.otherOf !== undefined) return isAsked(questions, description.otherOf);
  return description.kind !== 'choices' || questions[description.offers] !== undefined;
};

/** Whether the field applies, given the answer so far. */
export const appliesTo = (answer: Partial<Answer>, field: AnswerField): boolean => {
  const { branch, otherOf } = answerFields[field];
  if (branch !== undefined && branch !== answer.hasEService) return false;
  return otherOf === undefined || (answer[otherOf]?.includes(OTHER) ?? false);
};
