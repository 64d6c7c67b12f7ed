import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fuzz } from './fuzz/fuzz.js';
import { fillAndCertify } from './support/fill.js';
import { isLong, PROPERTY_TIME } from './support/property-runs.js';
import { startServer, type TestServer } from './support/server.js';
import { startEdge } from './support/edge-application.js';
import { signIn } from './support/sign-in.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await fillAndCertify(await signIn(server.url, 'lao.03120601'), '03120601');
});
afterAll(() => server.stop());

it(
  'no mutated request of any role is a server error, or answered by anything but a problem document',
  async () => {
    const requests = isLong ? 30_000 : 1_000;
    const { sent, statuses, findings } = await fuzz({ url: server.url, seed: 2565, requests });
    expect(findings).toEqual([]);
    expect(sent).toBe(requests);
    // The requests come through: a fuzzer that is refused at the door finds nothing.
    expect(Object.keys(statuses)).toEqual(
      expect.arrayContaining(['200', '201', '400', '401', '403', '404', '405', '409', '415', '422']),
    );
  },
  Math.max(180_000, PROPERTY_TIME),
);

it('the fuzzer finds a server error where there is one', async () => {
  const { application, baseUrl } = await startEdge({ logDestination: { write: () => undefined } });
  const { findings } = await fuzz({ url: baseUrl, seed: 1, requests: 400 });
  await application.close();
  expect(findings.length).toBeGreaterThan(0);
  for (const { fault, request } of findings) {
    expect([fault, request.path]).toEqual(['a server error', expect.stringMatching(/^\/trial\/failures\//)]);
  }
}, 60_000);
