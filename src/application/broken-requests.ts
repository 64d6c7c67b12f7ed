import type { Socket } from 'node:net';
import { problems } from '../problems/catalogue.js';
import type { Problem } from '../problems/problem.js';
import { wording } from '../http/wording.js';

/** The longest time in which a request must arrive, milliseconds. */
export const SLOWEST_REQUEST = 60_000;
export const CHECK_SLOW_REQUESTS_EVERY = 5_000;

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

const problemOf = (code: string): Problem => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problems.requestTimeout(SLOWEST_REQUEST / 1000);
  if (code === 'HPE_HEADER_OVERFLOW') return problems.headersTooLarge();
  return problems.malformedRequest();
};

/**
 * Answers input that never becomes a request (not HTTP, too slow, headers too large). It reaches no filter, so the connection is closed
 * here.
 */
export const answerBrokenRequest = ({ code }: Error & { readonly code: string }, socket: Socket): void => {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(code);
  const { title, detail } = wording(problem, 'th');
  const body = JSON.stringify({
    ...problem.details,
    type: `/problems/${problem.code}`,
    code: problem.code,
    title,
    detail,
    status: problem.status,
  });
  const head = [
    `HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    'content-language: th',
    'cache-control: no-store',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
