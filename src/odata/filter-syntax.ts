import { problems } from '../problems/catalogue.js';

/** Types of values in a `$filter`. A list is a text: its ids, separated by commas. */
export type ValueType = 'text' | 'number' | 'boolean' | 'time';

export const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof comparisons)[number];

export const calls = ['contains', 'startswith', 'endswith'] as const;
export type Call = (typeof calls)[number];

export type Operand =
  | { readonly is: 'field'; readonly name: string; readonly type: ValueType }
  | { readonly is: 'literal'; readonly value: string | number | boolean; readonly type: ValueType }
  | { readonly is: 'literal'; readonly value: null; readonly type: null };

/** A condition of `$filter`. A `time` is kept as it was written. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'compare'; readonly by: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'call'; readonly of: Call; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'field'; readonly name: string };

/** Parentheses and `not` inside each other. */
const DEEPEST = 40;

const kinds = {
  space: /\s+/y,
  text: /'(?:[^']|'')*'/y,
  time: /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)/y,
  number: /-?\d{1,15}(?:\.\d{1,9})?(?![\w.])/y,
  word: /[A-Za-z_]\w*/y,
  mark: /[(),]/y,
} as const;
type Kind = keyof typeof kinds;

interface Token {
  readonly kind: Kind | 'end';
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

/**
 * Reads a `$filter`: the comparisons, `and`, `or`, `not`, parentheses, `contains`, `startswith`, `endswith` and literals of OData 4.0.
 * @param typeOf the type of a field of the entity; undefined when there is no such field
 * @throws Problem `invalid-odata-filter` with the place, `odata-not-supported` for what OData has and this service does not.
 */
export const parseFilter = (text: string, typeOf: (name: string) => ValueType | undefined): Condition =>
  new FilterParser(tokensOf(text), typeOf).whole();

const invalid = ({ at, text }: Pick<Token, 'at' | 'text'>) => problems.invalidOdataFilter(at + 1, text);

const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at);
    if (token.kind !== 'space') tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
};

const tokenAt = (text: string, at: number): Token => {
  for (const [kind, pattern] of Object.entries(kinds) as [Kind, RegExp][]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, at };
  }
  throw invalid({ at, text: text[at]! });
};

class FilterParser {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly typeOf: (name: string) => ValueType | undefined,
  ) {}

  whole(): Condition {
    const condition = this.any();
    if (this.token.kind !== 'end') throw invalid(this.token);
    return condition;
  }

  private get token(): Token {
    return this.tokens[this.next]!;
  }

  private any(): Condition {
    return this.joined('or', () => this.joined('and', () => this.single()));
  }

  private joined(word: 'and' | 'or', part: () => Condition): Condition {
    const parts = [part()];
    while (this.took('word', word)) parts.push(part());
    return parts.length === 1 ? parts[0]! : { is: word, parts };
  }

  private single(): Condition {
    const begin = this.token;
    if (++this.depth > DEEPEST) throw invalid(begin);
    const condition = this.took('word', 'not') ? this.negated() : this.plain();
    this.depth -= 1;
    return condition;
  }

  /** OData binds `not` closer than a comparison, and other systems do not, so a comparison behind `not` needs its parentheses. */
  private negated(): Condition {
    const begin = this.token;
    const of = this.single();
    if (of.is === 'compare' && begin.text !== '(') throw invalid(begin);
    return { is: 'not', of };
  }

  private plain(): Condition {
    if (this.took('mark', '(')) {
      const condition = this.any();
      this.expect(')');
      return condition;
    }
    const call = calls.find((name) => name === this.token.text && this.tokens[this.next + 1]!.text === '(');
    return call === undefined ? this.comparison() : this.call(call);
  }

  private call(of: Call): Condition {
    this.next += 1;
    this.expect('(');
    const left = this.operand('text');
    this.expect(',');
    const right = this.operand('text');
    this.expect(')');
    return { is: 'call', of, left, right };
  }

  private comparison(): Condition {
    const begin = this.token;
    const left = this.operand();
    const by = comparisons.find((name) => name === this.token.text);
    if (by === undefined) {
      if (left.is === 'field' && left.type === 'boolean') return { is: 'field', name: left.name };
      throw invalid(begin.kind === 'end' ? begin : this.token);
    }
    this.next += 1;
    const place = this.token;
    const right = this.operand();
    const isOrdered = by !== 'eq' && by !== 'ne';
    if (isOrdered && (left.type === 'boolean' || right.type === 'boolean')) throw invalid(place);
    if (left.type !== null && right.type !== null && left.type !== right.type) throw invalid(place);
    return { is: 'compare', by, left, right };
  }

  private operand(type?: ValueType): Operand {
    const { token } = this;
    const operand = this.operandOf(token);
    if (type !== undefined && operand.type !== null && operand.type !== type) throw invalid(token);
    this.next += 1;
    return operand;
  }

  private operandOf(token: Token): Operand {
    const { kind, text } = token;
    if (kind === 'text') return literal('text', text.slice(1, -1).replaceAll("''", "'"));
    if (kind === 'number') return literal('number', Number(text));
    if (kind === 'time' && !Number.isNaN(Date.parse(text))) return literal('time', text);
    if (kind !== 'word') throw invalid(token);
    if (text === 'true' || text === 'false') return literal('boolean', text === 'true');
    if (text === 'null') return { is: 'literal', value: null, type: null };
    if (this.tokens[this.next + 1]!.text === '(') throw problems.odataNotSupported(text);
    const type = this.typeOf(text);
    if (type === undefined) throw invalid(token);
    return { is: 'field', name: text, type };
  }

  private took(kind: Kind, text: string): boolean {
    if (this.token.kind !== kind || this.token.text !== text) return false;
    this.next += 1;
    return true;
  }

  private expect(mark: string): void {
    if (!this.took('mark', mark)) throw invalid(this.token);
  }
}

const literal = (type: ValueType, value: string | number | boolean): Operand => ({
  is: 'literal',
  value,
  type,
});
