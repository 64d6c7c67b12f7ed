import type { Random } from './random.js';
import { known, mutated, nastyText, valueOf, type Schema, type Schemas } from './values.js';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

/** One request, as it can be sent again. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];
/** These end a session, or an answer that never ends: a run would measure nothing else any more. */
const excluded = new Set(['/auth/login', '/auth/callback', '/auth/logout', '/api/events']);

/** Makes requests of the API's own description, most of them wrong in one place or two. */
export class Requests {
  private readonly operations: readonly (readonly [path: string, method: string, operation: Operation])[];

  constructor(
    private readonly document: OpenApi,
    private readonly random: Random,
  ) {
    this.operations = Object.entries(document.paths)
      .filter(([path]) => !excluded.has(path))
      .flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => [path, method.toUpperCase(), operation] as const),
      );
  }

  next(): FuzzRequest {
    const { random } = this;
    let [path, stated, operation] = random.of(this.operations);
    // A package takes seconds: some are enough.
    while (path.endsWith('/package') && random.chance(0.95)) {
      [path, stated, operation] = random.of(this.operations);
    }
    const method = random.chance(0.04) ? random.of(methods) : stated;
    const parameters = operation.parameters ?? [];
    const body = method === 'GET' || method === 'HEAD' ? undefined : this.body(operation);
    return {
      method,
      path: this.path(path) + this.query(parameters),
      headers: this.headers(parameters, body),
      body,
    };
  }

  private path(template: string): string {
    return template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const usual: readonly string[] = (known as Readonly<Record<string, readonly string[]>>)[name] ?? ['1'];
      if (!this.random.chance(0.12)) return this.random.of(usual);
      return encodeURIComponent(nastyText(this.random).toWellFormed());
    });
  }

  private query(parameters: readonly Parameter[]): string {
    const { random, document } = this;
    const given = parameters
      .filter((parameter) => parameter.in === 'query' && random.chance(0.5))
      .map(({ name, schema = {} }): [string, string] => {
        if (name === 'after') return [name, random.of(['1', '-1', 'x', ''])];
        const usual = (known as Readonly<Record<string, readonly string[]>>)[name];
        const value = usual ? random.of(usual) : String(valueOf(schema, document.components.schemas, random));
        return [name, random.chance(0.3) ? nastyText(random) : value];
      });
    if (random.chance(0.05)) given.push([nastyText(random), nastyText(random)]);
    if (given.length > 0 && random.chance(0.05)) given.push(given[0]!);
    const pairs = given.map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('='));
    return pairs.length > 0 ? `?${pairs.join('&')}` : '';
  }

  private headers(parameters: readonly Parameter[], body: string | undefined): Record<string, string> {
    const { random } = this;
    const headers: Record<string, string> = {};
    if (body !== undefined || random.chance(0.05)) headers['content-type'] = 'application/json';
    if (random.chance(0.03))
      headers['content-type'] = random.of(['text/plain', 'application/json; charset=x', 'a/b', 'x']);
    if (parameters.some(({ name }) => name === 'If-Match') && random.chance(0.9)) {
      headers['if-match'] = random.chance(0.1)
        ? visible(nastyText(random))
        : random.of(['*', '"-1"', '"0"', '"5"']);
    }
    if (random.chance(0.1)) headers['idempotency-key'] = visible(nastyText(random)) || 'key';
    if (random.chance(0.1)) headers['accept-language'] = random.of(['en', 'th', '*', 'q=;,;', 'en;q=x']);
    if (random.chance(0.05)) headers['accept'] = random.of(['text/html', 'application/zip', '*/*;q=x', 'x']);
    return headers;
  }

  private body({ requestBody }: Operation): string | undefined {
    const { random, document } = this;
    const schema = requestBody?.content['application/json']?.schema;
    if (schema === undefined)
      return random.chance(0.1) ? random.of(['', '{}', '[]', 'null', '{"a":1}']) : undefined;
    const value = valueOf(schema, document.components.schemas, random);
    const text = JSON.stringify(random.chance(0.6) ? mutated(value, random) : value) ?? '';
    if (random.chance(0.04)) return text.slice(0, random.below(text.length + 1));
    if (random.chance(0.02))
      return text.replace(/[{[]/, (bracket) => bracket.repeat(1 + random.below(3_000)));
    return text;
  }
}

/** What a header can carry. */
const visible = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, 300)
    .trim();
