import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { startServer } from './support/server.js';
import { anonymous, signIn } from './support/sign-in.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}
interface Sent {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

const LAO = '03120102';
const PATH = `/api/surveys/2565/${LAO}/aspects/economy`;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

it('traces of a request hold its command and its append, and no person', async () => {
  const sent: Sent[] = [];
  const collector = createServer((request, response) => {
    void json(request).then((body) => {
      sent.push(body as Sent);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const server = await startServer({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
  try {
    await anonymous(server.url).get('/health/live');
    const clerk = await signIn(server.url, `lao.${LAO}`);
    const headers = { 'if-match': '*', traceparent: `00-${TRACE}-${CALLER}-01` };
    const answers = { 'land-and-building-tax-payment': { hasEService: false, isNeeded: true } };
    expect((await clerk.put(PATH, { answers }, headers)).status).toBe(200);
    expect((await clerk.put(PATH, { answers }, { 'if-match': '"-1"' })).status).toBe(412);
  } finally {
    await server.stop();
    collector.close();
  }
  const spans = sent.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
  const route = 'PUT /api/surveys/:year/:lao/aspects/:aspect';
  const save = spans.find(({ name, traceId }) => name === route && traceId === TRACE)!;
  expect(save.parentSpanId).toBe(CALLER);
  const inside = spans.filter(({ parentSpanId }) => parentSpanId === save.spanId);
  expect(inside.map(({ name, traceId }) => [name, traceId]).sort()).toEqual([
    ['SaveAspect', TRACE],
    ['append', TRACE],
  ]);
  const refused = spans.find(({ name, traceId }) => name === route && traceId !== TRACE)!;
  expect(refused.attributes).toContainEqual({
    key: 'eservice.problem',
    value: { stringValue: 'revision-conflict' },
  });
  expect(spans.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['sign in: begin', 'sign in: finish']),
  );
  const text = JSON.stringify(sent);
  expect(text).not.toMatch(/health|เจ้าหน้าที่|hasEService|session=/);
  expect(text).not.toContain(LAO);
});
