import { answerFields, fieldNames, type Answer, type AnswerField } from '../../questionnaire/answer.js';

/** The fields of an answer that hold ids of the questionnaire. */
const choiceFields = fieldNames.filter((field) => answerFields[field].kind === 'choices');

/** What answers choose, each combination kept once: a nation chooses some thousand combinations half a million times. */
export class Selections {
  /** The numbers of the chosen ids, by the number of the combination. The first is empty. */
  readonly combinations: (readonly number[])[] = [[]];
  private readonly memberNumbers = new Map<string, number>();
  private readonly numbers = new Map<string, number>();

  /** The number of the answer's combination. */
  numberOf(answer: Answer): number {
    const chosen = choiceFields.flatMap((field) => this.membersOf(answer, field));
    if (chosen.length === 0) return 0;
    const key = chosen.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.combinations.length);
    return this.combinations.push(chosen) - 1;
  }

  /** Undefined for an id that no answer chose. */
  numberOfMember(field: AnswerField, id: string): number | undefined {
    return this.memberNumbers.get(`${field}.${id}`);
  }

  private membersOf(answer: Answer, field: AnswerField): readonly number[] {
    const ids = answer[field];
    return Array.isArray(ids) ? (ids as readonly string[]).map((id) => this.memberNumber(field, id)) : [];
  }

  private memberNumber(field: AnswerField, id: string): number {
    const key = `${field}.${id}`;
    const known = this.memberNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.memberNumbers.size;
    this.memberNumbers.set(key, number);
    return number;
  }
}
