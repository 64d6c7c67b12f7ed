export type WordKind = 'service' | 'lao' | 'person' | 'nothing';

/** What a word of a search fits, by kind: ids of rows, codes of LAOs, subjects of people. */
export interface WordFits {
  readonly word: string;
  readonly service: readonly string[];
  readonly lao: readonly string[];
  readonly person: readonly string[];
}

/** Words of one kind, and what fits all of them. */
export interface Understood {
  readonly kind: WordKind;
  readonly words: readonly string[];
  readonly ids: readonly string[];
}

/**
 * Takes each word for the first kind that it fits: a service, an LAO, a person. Words of one kind are about the same thing, such as a
 * first name and a family name, so what fits has to fit all of them. A word that fits nothing finds nothing.
 */
export const understandWords = (fits: readonly WordFits[]): readonly Understood[] => {
  const kinds = Map.groupBy(fits, kindOf);
  return [...kinds].map(([kind, of]) => ({
    kind,
    words: of.map(({ word }) => word),
    ids: kind === 'nothing' ? [] : common(of.map((fit) => fit[kind])),
  }));
};

const kindOf = ({ service, lao, person }: WordFits): WordKind => {
  if (service.length > 0) return 'service';
  if (lao.length > 0) return 'lao';
  return person.length > 0 ? 'person' : 'nothing';
};

const common = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists.reduce((found, list) => {
    const wanted = new Set(list);
    return found.filter((id) => wanted.has(id));
  });
