import type {
  Choice,
  Group,
  ProcessStep,
  Questionnaire,
  StandardRow,
} from '../../../src/questionnaire/questionnaire.js';
import { OTHER } from '../../../src/questionnaire/answer.js';

/** Members and places from the top of a document. */
export type Path = readonly (string | number)[];

/** The document with another value at the path. An undefined member is not sent. */
export const changed = (document: Questionnaire, path: Path, value: unknown): Questionnaire =>
  numbered(put(document, path, value) as Questionnaire);

const put = (value: unknown, [step, ...rest]: Path, content: unknown): unknown => {
  if (step === undefined) return content;
  const inner = put((value as Readonly<Record<string | number, unknown>>)[step], rest, content);
  return Array.isArray(value) ? value.with(Number(step), inner) : { ...(value as object), [step]: inner };
};

/** Rows and steps are numbered by their places. */
const numbered = (document: Questionnaire): Questionnaire => ({
  ...document,
  processSteps: document.processSteps.map((step, index) => ({ ...step, number: index + 1 })),
  aspects: document.aspects.map((aspect) => ({
    ...aspect,
    groups: aspect.groups.map((group) => ({
      ...group,
      rows: group.rows.map((row, index) => ({ ...row, order: index + 1 })),
    })),
  })),
});

/** The list with the item one place further up (-1) or down (1). */
export const moved = <Item>(items: readonly Item[], index: number, by: -1 | 1): readonly Item[] =>
  items.with(index, items[index + by]!).with(index + by, items[index]!);

/** Random, so that the id of a removed row is never used again. */
const newId = (kind: string): string => `${kind}-${crypto.randomUUID().slice(0, 13)}`;

export const newRow = (): StandardRow => ({
  id: newId('row'),
  titleTh: '',
  titleEn: '',
  kind: 'service',
  order: 0,
});
export const newGroup = (): Group => ({ id: newId('group'), titleTh: '', titleEn: '', rows: [] });
export const newStep = (): ProcessStep => ({
  id: newId('step'),
  titleTh: '',
  titleEn: '',
  headTh: '',
  number: 0,
});
export const newChoice = (): Choice => ({ id: newId('choice'), titleTh: '', titleEn: '' });

/** A row with choices has one for a free text, as the paper form has. */
export const firstChoices = (): readonly Choice[] => [
  newChoice(),
  { id: OTHER, titleTh: 'อื่น ๆ', titleEn: 'Other', freeText: true, separator: ',' },
];

/** The next free number of the year: 2566.3 after 2566.2. */
export const nextVersion = (year: number, versions: readonly string[]): string => {
  const numbers = versions
    .filter((version) => version.startsWith(`${year}.`))
    .map((version) => Number(version.split('.')[1]));
  return `${year}.${Math.max(0, ...numbers) + 1}`;
};
