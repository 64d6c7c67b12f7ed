import { Random } from './random.js';
import { Requests, type FuzzRequest, type OpenApi } from './requests.js';
import { CookieJar, signIn } from '../support/sign-in.js';

export interface Finding {
  readonly role: string;
  readonly request: FuzzRequest;
  readonly status: number;
  readonly fault: string;
  readonly answer: string;
}

export interface FuzzResult {
  readonly sent: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly url: string;
  readonly seed: number;
  readonly requests: number;
  readonly onSent?: (sent: number) => void;
}

const AT_ONCE = 8;
const roles = ['lao.03120102', 'province.12', 'auditor.12', 'auditor', 'admin', 'anonymous'] as const;

/** Refusals that the system words by status: the store is away or still taking in; an option of OData that there is not. */
const designed: Readonly<Record<number, readonly string[]>> = {
  501: ['odata-not-supported'],
  503: ['store-unavailable', 'read-model-behind', 'sign-in-unavailable'],
};

/** What is wrong with an answer; undefined for one as it should be. */
const faultOf = (response: Response, method: string, text: string): string | undefined => {
  if (response.status < 400) return undefined;
  // The answer to HEAD has no body.
  if (method === 'HEAD') return response.status >= 500 ? 'a server error' : undefined;
  const type = response.headers.get('content-type') ?? '';
  const code = /"code":"([\w-]+)"/.exec(text)?.[1];
  if (response.status >= 500 && !(designed[response.status]?.includes(code ?? '') ?? false))
    return 'a server error';
  // Where a browser goes by itself, a person sees a page.
  if (type.startsWith('text/html') && new URL(response.url).pathname.startsWith('/verify/')) return undefined;
  // The programs of analysts read errors in the form of OData.
  if (type.startsWith('application/json;odata') && new URL(response.url).pathname.startsWith('/odata/'))
    return code === undefined ? 'an error of OData without a code' : undefined;
  if (!type.startsWith('application/problem+json')) return `no problem document but ${type}`;
  const { status } = JSON.parse(text) as { readonly status?: unknown };
  return status === response.status && code !== undefined
    ? undefined
    : 'a problem document of something else';
};

class Sender {
  constructor(
    private readonly url: string,
    private readonly role: string,
    private readonly jar: CookieJar,
  ) {}

  static async of(url: string, role: string): Promise<Sender> {
    const jar = new CookieJar();
    if (role !== 'anonymous') await signIn(url, role, jar);
    return new Sender(url, role, jar);
  }

  async send(
    request: FuzzRequest,
  ): Promise<{ readonly status: number; readonly finding: Finding | undefined }> {
    const { method, path, headers, body } = request;
    const response = await this.jar.fetch(new URL(path, this.url), {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    const { status } = response;
    const text = await response.text();
    const fault = faultOf(response, method, text);
    const answer = text.slice(0, 500);
    return { status, finding: fault ? { role: this.role, request, status, fault, answer } : undefined };
  }
}

/** Sends so many requests of every role, in an order that the seed decides. @throws what ends the connection: the server is gone. */
export const fuzz = async ({ url, seed, requests, onSent }: FuzzOptions): Promise<FuzzResult> => {
  const document = (await (await fetch(new URL('/api/openapi.json', url))).json()) as OpenApi;
  const random = new Random(seed);
  const made = new Requests(document, random);
  const senders = await Promise.all(roles.map((role) => Sender.of(url, role)));
  const statuses: Record<string, number> = {};
  const findings: Finding[] = [];
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      const { status, finding } = await random.of(senders).send(made.next());
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (finding) findings.push(finding);
      onSent?.(sent);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { sent, statuses, findings };
};
