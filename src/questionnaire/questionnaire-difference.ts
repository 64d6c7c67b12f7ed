import type { Questionnaire } from './questionnaire.js';

/** What has a title in a questionnaire. */
export type PartKind = 'aspect' | 'group' | 'row' | 'step' | 'channel';

export interface PartTitle {
  readonly kind: PartKind;
  readonly id: string;
  readonly titleTh: string | null;
  readonly titleEn: string;
}

/** What a part has in the other version. */
export interface PartChange {
  readonly before: PartTitle;
  readonly after: PartTitle;
}

/** Two versions, part by part. Parts are the same by their id, so that years can be compared. */
export interface QuestionnaireDifference {
  readonly added: readonly PartTitle[];
  readonly gone: readonly PartTitle[];
  readonly renamed: readonly PartChange[];
  /** In another group, or at another place in its own. */
  readonly moved: readonly PartChange[];
  /** The explanation, the kind or the choices are others. */
  readonly changed: readonly PartChange[];
}

interface Part extends PartTitle {
  /** The kind and id of what holds it. */
  readonly owner: string;
  /** What the clerk is asked beside the title. */
  readonly content: string;
}

export const questionnaireDifference = (
  before: Questionnaire,
  after: Questionnaire,
): QuestionnaireDifference => {
  const [older, newer] = [partsOf(before), partsOf(after)];
  const [inOlder, inNewer] = [byKey(older), byKey(newer)];
  const both = older.flatMap((part) => {
    const other = inNewer.get(keyOf(part));
    return other ? [{ before: part, after: other }] : [];
  });
  const stayed = inPlace(older, newer);
  return {
    added: newer.filter((part) => !inOlder.has(keyOf(part))),
    gone: older.filter((part) => !inNewer.has(keyOf(part))),
    renamed: both.filter((each) => titles(each.before) !== titles(each.after)),
    moved: both.filter((each) => !stayed.has(keyOf(each.before))),
    changed: both.filter((each) => each.before.content !== each.after.content),
  };
};

const partsOf = ({ aspects, processSteps, channels }: Questionnaire): readonly Part[] => [
  ...aspects.flatMap((aspect) => [
    part('aspect', aspect, ''),
    ...aspect.groups.flatMap((group) => [
      part('group', group, `aspect ${aspect.id}`),
      ...group.rows.map(({ kind, helpTh, helpEn, choices, ...row }) => {
        const offered = choices?.map(({ id, titleTh, titleEn }) => [id, titleTh, titleEn]);
        return part('row', row, `group ${group.id}`, JSON.stringify([kind, helpTh, helpEn, offered]));
      }),
    ]),
  ]),
  ...processSteps.map((step) => part('step', step, '', step.headTh)),
  ...channels.map((channel) => part('channel', channel, '')),
];

const part = (
  kind: PartKind,
  { id, titleTh, titleEn }: Omit<PartTitle, 'kind'>,
  owner: string,
  content = '',
): Part => ({ kind, id, titleTh, titleEn, owner, content });

const keyOf = ({ kind, id }: PartTitle): string => `${kind} ${id}`;
const titles = ({ titleTh, titleEn }: PartTitle): string => JSON.stringify([titleTh, titleEn]);
const byKey = (parts: readonly Part[]): ReadonlyMap<string, Part> =>
  new Map(parts.map((each) => [keyOf(each), each]));

/** Of each list, the most parts that are in both versions in the same order. One row that goes to the end moves no other. */
const inPlace = (older: readonly Part[], newer: readonly Part[]): ReadonlySet<string> => {
  const listOf = (each: Part): string => `${each.kind} in ${each.owner}`;
  const lists = Map.groupBy(newer, listOf);
  return new Set(
    [...Map.groupBy(older, listOf)].flatMap(([list, parts]) =>
      longestCommon(parts.map(keyOf), (lists.get(list) ?? []).map(keyOf)),
    ),
  );
};

/** The longest list that is part of both, in order. No id occurs twice in a list. */
const longestCommon = (one: readonly string[], other: readonly string[]): readonly string[] => {
  const placeIn = new Map(other.map((key, place) => [key, place]));
  const common = one.filter((key) => placeIn.has(key));
  const best: (readonly string[])[] = [];
  for (const [index, key] of common.entries()) {
    const before = best
      .slice(0, index)
      .filter((list) => placeIn.get(list.at(-1)!)! < placeIn.get(key)!)
      .reduce<readonly string[]>((longest, list) => (list.length > longest.length ? list : longest), []);
    best.push([...before, key]);
  }
  return best.reduce<readonly string[]>(
    (longest, list) => (list.length > longest.length ? list : longest),
    [],
  );
};
