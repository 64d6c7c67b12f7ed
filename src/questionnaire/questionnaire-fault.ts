import { OTHER } from './answer.js';

/** The first thing wrong with a questionnaire, and at which string of its text to look (its n-th occurrence). */
export interface QuestionnaireFault {
  readonly message: string;
  readonly at?: string;
  readonly occurrence?: number;
}

type Part = { readonly [key: string]: unknown };
type Fault = QuestionnaireFault | undefined;

/** Ids become parts of document paths and of events that are kept for good: no dots, no `$`, no spaces. */
const ID = /^[a-z0-9][a-z0-9-]*$/;
const VERSION = /^[0-9]{4}\.[0-9]+$/;
const ASPECTS = 6;

/** Undefined if the value is a whole, consistent `Questionnaire`. */
export const questionnaireFault = (value: unknown): Fault => {
  if (!isPart(value)) return { message: 'is not a JSON object' };
  return (
    headFault(value) ??
    titledListFault(value, 'preamble') ??
    titledListFault(value, 'columns', { titleMayBeBlank: true }) ??
    titledListFault(value, 'processSteps') ??
    firstFault(parts(value, 'processSteps'), stepFault) ??
    choicesFault(value, 'channels') ??
    aspectsFault(value) ??
    repeatedIdFault(value)
  );
};

const headFault = (value: Part): Fault => {
  const { id, version, fiscalYear } = value;
  if (typeof version !== 'string' || !VERSION.test(version)) {
    return { message: 'its version is not like "2565.1"', at: 'version' };
  }
  if (!Number.isInteger(fiscalYear) || Number(fiscalYear) < 2400) {
    return { message: 'its fiscalYear is not a year of the Buddhist era', at: 'fiscalYear' };
  }
  if (typeof id !== 'string' || !ID.test(id))
    return { message: 'its id is not a word-with-hyphens', at: 'id' };
  return titleFault(value, 'the questionnaire', id);
};

const aspectsFault = (questionnaire: Part): Fault => {
  const listFault = titledListFault(questionnaire, 'aspects');
  if (listFault) return listFault;
  const aspects = parts(questionnaire, 'aspects');
  if (aspects.length !== ASPECTS)
    return { message: `has ${aspects.length} aspects, not ${ASPECTS}`, at: 'aspects' };
  return firstFault(aspects, (aspect, index) => {
    const at = String(aspect['id']);
    if (aspect['number'] !== index + 1) return { message: `aspect "${at}" is not numbered ${index + 1}`, at };
    if (!isText(aspect['headingTh'])) return { message: `aspect "${at}" has no headingTh`, at };
    if (aspect['addRow'] !== 'per-group' && aspect['addRow'] !== 'aspect-button') {
      return { message: `aspect "${at}" has an addRow that is neither "per-group" nor "aspect-button"`, at };
    }
    return (
      titledListFault(aspect, 'groups', { titleMayBeBlank: true }) ??
      firstFault(parts(aspect, 'groups'), groupFault)
    );
  });
};

const groupFault = (group: Part): Fault => {
  const at = String(group['id']);
  if (group['implicit'] !== true && !isText(group['titleTh']))
    return { message: `"${at}" has no titleTh`, at };
  return titledListFault(group, 'rows') ?? firstFault(parts(group, 'rows'), rowFault);
};

const rowFault = (row: Part, index: number): Fault => {
  const at = String(row['id']);
  if (row['order'] !== index + 1) return { message: `row "${at}" does not have the order ${index + 1}`, at };
  if (row['kind'] === 'multi-choice') return choicesFault(row, 'choices');
  if (row['kind'] !== 'service') {
    return { message: `row "${at}" has a kind that is neither "service" nor "multi-choice"`, at };
  }
  return row['choices'] === undefined
    ? undefined
    : { message: `row "${at}" has choices but is a service`, at };
};

const stepFault = (step: Part, index: number): Fault => {
  const at = String(step['id']);
  if (step['number'] !== index + 1) return { message: `step "${at}" is not numbered ${index + 1}`, at };
  return isText(step['headTh']) ? undefined : { message: `step "${at}" has no headTh`, at };
};

/** The answer rules know one free text by its id: "other" asks for a text, and nothing else does. */
const choicesFault = (owner: Part, list: string): Fault =>
  titledListFault(owner, list) ??
  (parts(owner, list).length === 0 ? { message: `${list} is empty`, at: list } : undefined) ??
  distinctFault(parts(owner, list)) ??
  firstFault(parts(owner, list), (choice) => {
    const at = String(choice['id']);
    if ((choice['freeText'] === true) === (at === OTHER)) return undefined;
    return { message: `choice "${at}": "${OTHER}", and only it, must have freeText`, at };
  });

const titledListFault = (owner: Part, list: string, { titleMayBeBlank = false } = {}): Fault => {
  const items = owner[list];
  const at = isText(owner['id']) ? owner['id'] : list;
  if (!Array.isArray(items)) return { message: `${list} of "${at}" is not a list`, at };
  return firstFault(items, (item: unknown) => {
    if (!isPart(item)) return { message: `${list} of "${at}" holds something that is not an object`, at };
    const { id } = item;
    if (!isText(id)) return { message: `${list} of "${at}" holds something without an id`, at };
    if (!ID.test(id)) return { message: `id "${id}" is not a word-with-hyphens`, at: id };
    return titleMayBeBlank ? undefined : titleFault(item, `"${id}"`, id);
  });
};

const titleFault = (part: Part, what: string, at: string): Fault => {
  const missing = ['titleTh', 'titleEn'].find((title) => !isText(part[title]));
  return missing === undefined ? undefined : { message: `${what} has no ${missing}`, at };
};

/** Aspects, groups and rows share one space of ids: the audit and the export name them without saying which they are. */
const repeatedIdFault = (questionnaire: Part): Fault => {
  const aspects = parts(questionnaire, 'aspects');
  const groups = aspects.flatMap((aspect) => parts(aspect, 'groups'));
  const rows = groups.flatMap((group) => parts(group, 'rows'));
  return (
    distinctFault(parts(questionnaire, 'processSteps')) ?? distinctFault([...aspects, ...groups, ...rows])
  );
};

const distinctFault = (items: readonly Part[]): Fault => {
  const seen = new Set<string>();
  for (const item of items) {
    const id = String(item['id']);
    if (seen.has(id)) return { message: `id "${id}" is used twice`, at: id, occurrence: 2 };
    seen.add(id);
  }
  return undefined;
};

const firstFault = <Item>(items: readonly Item[], faultOf: (item: Item, index: number) => Fault): Fault => {
  for (const [index, item] of items.entries()) {
    const fault = faultOf(item, index);
    if (fault) return fault;
  }
  return undefined;
};

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Only for lists that `titledListFault` has passed. */
const parts = (owner: Part, list: string): readonly Part[] => owner[list] as readonly Part[];
