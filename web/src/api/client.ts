import { currentLanguage } from '../i18n/language.js';
import { answeredOnce } from './answered.js';
import { ApiError, NoAnswer, type ProblemDocument } from './errors.js';
import { reportExpired, reportKnown } from './expired.js';

const ANSWER_WITHIN_MS = 30_000;

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly key?: string;
  readonly ifMatch?: string;
}

export const request = async <T>(path: string, options: RequestOptions = {}): Promise<T> => {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': currentLanguage(),
  };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.key) headers['idempotency-key'] = options.key;
  if (options.ifMatch) headers['if-match'] = `"${options.ifMatch}"`;
  const response = await fetch(path, {
    method: options.method ?? 'GET',
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    credentials: 'same-origin',
  }).catch((error: unknown) => {
    throw new NoAnswer('no answer', { cause: error });
  });
  answeredOnce.set(true);
  if (!response.ok) throw await refusalOf(response);
  const body = await readBody(response);
  reportKnown();
  return body as T;
};

/** What an answer that is not OK says. */
export const refusalOf = async (response: Response): Promise<ApiError> => {
  const body = await readBody(response);
  if (response.status === 401) reportExpired();
  return new ApiError(response.status, problemOf(response, body));
};

const readBody = async (response: Response): Promise<unknown> => {
  const text = await response.text().catch((error: unknown) => {
    throw new NoAnswer('the answer broke off', { cause: error });
  });
  const json = response.headers.get('content-type')?.includes('json');
  return json && text ? (JSON.parse(text) as unknown) : text;
};

/** A gateway in between may answer with a page of its own. */
const problemOf = (response: Response, body: unknown): ProblemDocument => {
  if (typeof body === 'object' && body !== null && 'title' in body) {
    const document = body as ProblemDocument;
    return { ...document, code: document.code ?? document.type?.split('/').pop() ?? 'unknown' };
  }
  return { code: 'unknown', title: `${response.status} ${response.statusText}`, status: response.status };
};

/** The position of this person's last command. Reads wait for it, so that they show its effect. */
let ownPosition: string | undefined;

export const command = async <T extends { readonly position: string }>(
  path: string,
  options: RequestOptions & { readonly method: 'POST' | 'PUT' | 'DELETE' },
): Promise<T> => {
  const receipt = await request<T>(path, { key: crypto.randomUUID(), ...options });
  if (receipt.position) ownPosition = receipt.position;
  return receipt;
};

type Parameters = Readonly<Record<string, string | number | undefined>>;

const addressOf = (path: string, parameters: Parameters): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
};

/** Reads what a read model answers, and waits until it shows this person's last command. */
export const query = <T>(path: string, parameters: Parameters = {}): Promise<T> =>
  request<T>(addressOf(path, { ...parameters, after: ownPosition }));

/** Reads what the log itself answers: every command is in it at once. */
export const queryLog = <T>(path: string, parameters: Parameters = {}): Promise<T> =>
  request<T>(addressOf(path, parameters));
