import { textProblem, type TextProblem } from '../basics/text.js';
import { MAX_OTHER_CHOICES, MAX_OTHER_TEXT, OTHER } from './answer-fields.js';
import { MAX_ADDED_ROWS, type Questionnaire } from './questionnaire.js';

/** One thing wrong with a questionnaire, and where. `faultWords` has the words for it. */
export interface QuestionnaireFault {
  /** Members and places from the top, as `aspects.0.groups.1.rows.2.titleTh`; empty for the whole document. */
  readonly path: string;
  readonly code: FaultCode;
  /** What was found, or what should be there, if it helps. */
  readonly value?: string;
}

export type FaultCode =
  | 'not-an-object'
  | 'not-a-list'
  | 'list-empty'
  | 'list-length'
  | 'bad-version'
  | 'bad-year'
  | 'bad-id'
  | 'id-twice'
  | 'wrong-number'
  | 'unknown-kind'
  | 'unknown-add-row'
  | 'choices-of-service'
  | 'free-text'
  | 'too-large'
  | 'aspect-too-large'
  | TextProblem;

/** An event store takes 1 MiB in one append. Half of it leaves room for the metadata and for another engine's limits. */
export const LARGEST_QUESTIONNAIRE = 512 * 1024;
/** A heading or the name of a service. */
export const MAX_TITLE_LENGTH = 500;
/** An explanation: of the form, or of a row. */
export const MAX_EXPLANATION_LENGTH = 4_000;

/** Ids become parts of document paths and of events that are kept for good: no dots, no `$`, no spaces. Filters take 64 characters. */
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const VERSION = /^[0-9]{4}\.[0-9]+$/;
const ASPECTS = 6;

export const isVersion = (value: unknown): value is string =>
  typeof value === 'string' && VERSION.test(value);

type Part = { readonly [key: string]: unknown };
type Faults = readonly QuestionnaireFault[];

/** Every fault of a document. A document without one is a whole, consistent `Questionnaire`. Members without a rule stay as they are. */
export const questionnaireFaults = (value: unknown): Faults => {
  if (!isPart(value)) return [{ path: '', code: 'not-an-object' }];
  const ruled = [
    ...sizeFaults(value),
    ...headFaults(value),
    ...listFaults(value, 'preamble', '', (item, path) => [
      ...identityFaults(item, path),
      ...titleFaults(item, path, MAX_EXPLANATION_LENGTH),
    ]),
    ...listFaults(value, 'columns', '', identityFaults),
    ...listFaults(value, 'processSteps', '', stepFaults),
    ...choicesFaults(value, 'channels', ''),
    ...lengthFaults(value, 'aspects', ASPECTS),
    ...listFaults(value, 'aspects', '', aspectFaults),
    ...repeatedIds(value),
  ];
  // What the answers can grow to is known of a whole questionnaire only.
  if (ruled.length === 0) ruled.push(...largeAspects(value as Questionnaire & Part));
  const paths = new Set(ruled.map(({ path }) => path));
  return [...ruled, ...brokenTexts(value).filter(({ path }) => !paths.has(path))];
};

const sizeFaults = (value: Part): Faults => {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  return bytes > LARGEST_QUESTIONNAIRE ? [{ path: '', code: 'too-large', value: String(bytes) }] : [];
};

/** An aspect is saved in one append. */
const LARGEST_SAVE = 1024 * 1024;
/** What an event holds beside the answer. */
const EVENT_BYTES = 1_700;
/** A Thai letter in UTF-8. */
const LETTER_BYTES = 3;

const largeAspects = ({ aspects, processSteps, channels }: Questionnaire): Faults => {
  const row = EVENT_BYTES + idBytes(processSteps) + idBytes(channels) + MAX_OTHER_TEXT * LETTER_BYTES;
  const others = MAX_OTHER_CHOICES * (MAX_OTHER_TEXT * LETTER_BYTES + 3);
  return aspects.flatMap(({ groups }, index) => {
    const rows = groups.flatMap((group) => group.rows);
    const choices = rows.map((each) => (each.choices ? idBytes(each.choices) + others : 0));
    const bytes = (rows.length + MAX_ADDED_ROWS) * row + choices.reduce((sum, each) => sum + each, 0);
    return bytes > LARGEST_SAVE ? [fault(within('aspects', index), 'aspect-too-large')] : [];
  });
};

const idBytes = (items: readonly { readonly id: string }[]): number =>
  items.reduce((sum, { id }) => sum + id.length + 3, 0);

const headFaults = (value: Part): Faults => {
  const { version, fiscalYear } = value;

  const rightYear = Number.isInteger(fiscalYear) && Number(fiscalYear) >= 2400 && Number(fiscalYear) < 10_000;
  return [
    ...(isVersion(version) ? [] : [fault('version', 'bad-version', version)]),
    ...(rightYear ? [] : [fault('fiscalYear', 'bad-year', fiscalYear)]),
    ...identityFaults(value, ''),
    ...titleFaults(value, ''),
  ];
};

const lengthFaults = (value: Part, list: string, length: number): Faults => {
  const items = value[list];
  return Array.isArray(items) && items.length !== length ? [fault(list, 'list-length', length)] : [];
};

const aspectFaults = (aspect: Part, path: string, index: number): Faults => [
  ...identityFaults(aspect, path),
  ...titleFaults(aspect, path),
  ...numberFaults(aspect, 'number', path, index),
  ...textFaults(aspect, 'headingTh', path),
  ...(aspect['addRow'] === 'per-group' || aspect['addRow'] === 'aspect-button'
    ? []
    : [fault(within(path, 'addRow'), 'unknown-add-row', aspect['addRow'])]),
  ...listFaults(aspect, 'groups', path, groupFaults),
];

const groupFaults = (group: Part, path: string): Faults => [
  ...identityFaults(group, path),
  ...(group['implicit'] === true ? [] : titleFaults(group, path)),
  ...listFaults(group, 'rows', path, rowFaults),
];

const rowFaults = (row: Part, path: string, index: number): Faults => [
  ...identityFaults(row, path),
  ...titleFaults(row, path),
  ...numberFaults(row, 'order', path, index),
  ...optionalTextFaults(row, 'helpTh', path),
  ...optionalTextFaults(row, 'helpEn', path),
  ...kindFaults(row, path),
];

const kindFaults = (row: Part, path: string): Faults => {
  const { kind, choices } = row;
  if (kind === 'multi-choice') return choicesFaults(row, 'choices', path);
  if (kind !== 'service') return [fault(within(path, 'kind'), 'unknown-kind', kind)];
  return choices === undefined ? [] : [fault(within(path, 'choices'), 'choices-of-service')];
};

const stepFaults = (step: Part, path: string, index: number): Faults => [
  ...identityFaults(step, path),
  ...titleFaults(step, path),
  ...numberFaults(step, 'number', path, index),
  ...textFaults(step, 'headTh', path),
];

/** The answer rules know one free text by its id: "other" asks for a text, and nothing else does. */
const choicesFaults = (owner: Part, list: string, path: string): Faults => {
  const items = owner[list];
  return [
    ...(Array.isArray(items) && items.length === 0 ? [fault(within(path, list), 'list-empty')] : []),
    ...listFaults(owner, list, path, (choice, at) => [
      ...identityFaults(choice, at),
      ...titleFaults(choice, at),
      ...((choice['freeText'] === true) === (choice['id'] === OTHER)
        ? []
        : [fault(within(at, 'freeText'), 'free-text', choice['id'])]),
    ]),
    ...repeated(identified(owner, list, path)),
  ];
};

const listFaults = (
  owner: Part,
  list: string,
  path: string,
  faultsOf: (item: Part, path: string, index: number) => Faults,
): Faults => {
  const items = owner[list];
  if (!Array.isArray(items)) return [fault(within(path, list), 'not-a-list')];
  return items.flatMap((item: unknown, index) => {
    const at = within(path, list, index);
    return isPart(item) ? faultsOf(item, at, index) : [fault(at, 'not-an-object')];
  });
};

const identityFaults = ({ id }: Part, path: string): Faults =>
  typeof id === 'string' && ID.test(id) ? [] : [fault(within(path, 'id'), 'bad-id', id)];

const titleFaults = (part: Part, path: string, maxLength?: number): Faults =>
  ['titleTh', 'titleEn'].flatMap((title) => textFaults(part, title, path, maxLength));

const textFaults = (part: Part, member: string, path: string, maxLength = MAX_TITLE_LENGTH): Faults => {
  const problem = textProblem(part[member], maxLength);
  return problem ? [fault(within(path, member), problem)] : [];
};

const optionalTextFaults = (part: Part, member: string, path: string): Faults =>
  part[member] === undefined ? [] : textFaults(part, member, path, MAX_EXPLANATION_LENGTH);

/** Lists count from 1, so that a printed form has the same numbers everywhere. */
const numberFaults = (part: Part, member: string, path: string, index: number): Faults =>
  part[member] === index + 1 ? [] : [fault(within(path, member), 'wrong-number', index + 1)];

interface Identified {
  readonly part: Part;
  readonly path: string;
}

const identified = (owner: Part, list: string, path: string): readonly Identified[] => {
  const items = owner[list];
  if (!Array.isArray(items)) return [];
  return items.flatMap((part: unknown, index) =>
    isPart(part) ? [{ part, path: within(path, list, index) }] : [],
  );
};

/** Aspects, groups and rows share one space of ids: the audit and the export name them without saying which they are. */
const repeatedIds = (value: Part): Faults => {
  const inDocumentOrder = identified(value, 'aspects', '').flatMap((aspect) => [
    aspect,
    ...identified(aspect.part, 'groups', aspect.path).flatMap((group) => [
      group,
      ...identified(group.part, 'rows', group.path),
    ]),
  ]);
  return [...repeated(identified(value, 'processSteps', '')), ...repeated(inDocumentOrder)];
};

const repeated = (parts: readonly Identified[]): Faults => {
  const seen = new Set<unknown>();
  return parts.flatMap(({ part: { id }, path }) => {
    if (typeof id !== 'string' || !seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [fault(within(path, 'id'), 'id-twice', id)];
  });
};

/** Texts of members without a rule, too: a hash is defined for well-formed text only. */
const brokenTexts = (value: unknown, path = ''): Faults => {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [fault(path, 'text-broken-unicode')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, content]) =>
    member.isWellFormed()
      ? brokenTexts(content, within(path, member))
      : [fault(within(path, member.toWellFormed()), 'text-broken-unicode')],
  );
};

const within = (path: string, ...members: readonly (string | number)[]): string =>
  [...(path === '' ? [] : [path]), ...members].join('.');

const fault = (path: string, code: FaultCode, value?: unknown): QuestionnaireFault => {
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  return { path, code, ...(shown === undefined ? {} : { value: shown.slice(0, 100).toWellFormed() }) };
};

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
