import {
  answerFields,
  fieldNames,
  type Answer,
  type AnswerField,
  type FieldContent,
} from '../../src/questionnaire/answer-fields.js';
import type { JsonObject } from '../../src/basics/json.js';
import type { FormChange, Recorded } from './answers.js';

/**
 * A change as a line of words, and beside it what people typed. A nation has a million changes, and a line is read several times as fast as
 * an object with the same content: `answer 981202 2022-11-07T09:29:30.000Z lao.03120102 <row> yes   submit-request,pay website 120`. The
 * number is the position in the log. The revision is not in the line.
 */
export type ChangeText = string | { readonly line: string; readonly texts: JsonObject };

const isText = (field: AnswerField): boolean => ['text', 'texts'].includes(answerFields[field].kind);
const textFields = fieldNames.filter(isText);
/** The words of an answer, in the order of the line. The count comes last, because it differs most. */
const wordFields = fieldNames.filter((field) => !isText(field));

/** Ids and codes are plain. Anything that could end a word is escaped. */
const word = (text: string): string => (/[^\w.:-]/.test(text) ? encodeURIComponent(text) : text);
const unword = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text);

const contentWord = (content: FieldContent | undefined): string => {
  if (content === undefined) return '';
  if (typeof content === 'boolean') return content ? 'yes' : 'no';
  return typeof content === 'object' ? content.map(word).join(',') : String(content);
};

const wordContent = (field: AnswerField, text: string): FieldContent | undefined => {
  if (text === '') return undefined;
  switch (answerFields[field].kind) {
    case 'yes-no':
      return text === 'yes';
    case 'count':
      return Number(text);
    case 'choices':
      return text.split(',').map(unword);
    case 'text':
    case 'texts':
      throw new Error(`"${field}" is not in the line`);
  }
};

/** A change with its position in the log. */
export interface PlacedChange {
  readonly position: bigint;
  readonly change: FormChange;
}

/** How the read model stores a change, without its revision. */
export const textOf = (position: bigint, change: FormChange): ChangeText => {
  const line = `${change.type} ${position} ${change.at} ${word(change.by)}${wordsOf(change)}`;
  const texts = textsOf(change);
  return texts ? { line, texts } : line;
};

const wordsOf = (change: FormChange): string => {
  switch (change.type) {
    case 'answer': {
      const { rowId, answer } = change;
      let words = ` ${word(rowId)}`;
      if (answer) for (const field of wordFields) words += ` ${contentWord(answer[field])}`;
      return words;
    }
    case 'row-added':
      return ` ${word(change.rowId)} ${word(change.aspectId)} ${word(change.groupId)}`;
    case 'row-renamed':
    case 'row-removed':
      return ` ${word(change.rowId)}`;
    case 'aspect-saved':
      return ` ${word(change.aspectId)}`;
    case 'certified':
      return '';
  }
};

/** Undefined for most changes: people type little text. */
const textsOf = (change: FormChange): JsonObject | undefined => {
  if (change.type === 'row-added' || change.type === 'row-renamed') return { title: change.title };
  if (change.type !== 'answer' || change.answer === null) return undefined;
  let texts: { [field: string]: FieldContent } | undefined;
  for (const field of textFields) {
    const content = change.answer[field];
    if (content !== undefined) (texts ??= {})[field] = content;
  }
  return texts;
};

const lineOf = (text: ChangeText): string => (typeof text === 'string' ? text : text.line);

/** The change that was stored. */
export const storedChange = (revision: string, text: ChangeText): PlacedChange => {
  const [type, position, at, by, ...rest] = lineOf(text).split(' ');
  const recorded: Recorded = { revision, at: at!, by: unword(by!) };
  const texts = typeof text === 'string' ? {} : text.texts;
  return { position: BigInt(position!), change: changeIn(type as FormChange['type'], rest, texts, recorded) };
};

const changeIn = (
  type: FormChange['type'],
  rest: readonly string[],
  texts: JsonObject,
  recorded: Recorded,
): FormChange => {
  const ids = rest.map(unword);
  switch (type) {
    case 'answer':
      return { type: 'answer', rowId: ids[0]!, answer: answerOf(rest.slice(1), texts), ...recorded };
    case 'row-added': {
      const [rowId, aspectId, groupId] = ids as [string, string, string];
      return { type: 'row-added', rowId, aspectId, groupId, title: texts['title'] as string, ...recorded };
    }
    case 'row-renamed':
      return { type: 'row-renamed', rowId: ids[0]!, title: texts['title'] as string, ...recorded };
    case 'row-removed':
      return { type: 'row-removed', rowId: ids[0]!, ...recorded };
    case 'aspect-saved':
      return { type: 'aspect-saved', aspectId: ids[0]!, ...recorded };
    case 'certified':
      return { type: 'certified', ...recorded };
    default:
      throw new Error(`"${type as string}" is no change of a form`);
  }
};

/** In the order of the fields, as an answer is recorded. @param given undefined or empty: the answer was cleared */
const answerOf = (given: readonly string[], texts: JsonObject): Answer | null =>
  given.length === 0
    ? null
    : (Object.fromEntries(
        fieldNames.flatMap((field) => {
          const content = isText(field)
            ? (texts[field] as FieldContent | undefined)
            : wordContent(field, given[wordFields.indexOf(field)]!);
          return content === undefined ? [] : [[field, content]];
        }),
      ) as Answer);

/** What is counted of a change. */
export interface CountedChange {
  /** In the log. */
  readonly position: number;
  readonly type: string;
  readonly rowId: string;
  /** The words of the answer without the count: equal for equal choices. Empty: there is no answer. */
  readonly choices: string;
  /** NaN: no number. */
  readonly count: number;
}

/** Reads a line only as far as counting needs. @throws RangeError for a position that is no exact number; a log of 9 petabytes has one. */
export const countedIn = (text: ChangeText): CountedChange => {
  const line = lineOf(text);
  let end = line.indexOf(' ');
  const type = line.slice(0, end);
  let start = end + 1;
  end = line.indexOf(' ', start);
  const position = Number(line.slice(start, end));
  if (!Number.isSafeInteger(position)) throw new RangeError(`no exact position: ${line}`);
  for (let words = 0; words < 3 && end >= 0; words += 1) {
    start = end + 1;
    end = line.indexOf(' ', start);
  }
  if (type !== 'answer' || end < 0)
    return { position, type, rowId: unword(line.slice(start)), choices: '', count: Number.NaN };
  const last = line.lastIndexOf(' ');
  const count = line.length === last + 1 ? Number.NaN : Number(line.slice(last + 1));
  return { position, type, rowId: unword(line.slice(start, end)), choices: line.slice(end + 1, last), count };
};

/** The answer with these choices, without count and texts. @param choices see `CountedChange` */
export const answerChosen = (choices: string): Answer | null =>
  choices === '' ? null : answerOf([...choices.split(' '), ''], {});
