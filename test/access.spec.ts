import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startEdge } from './support/edge-application.js';
import { accessToken, bearer, signIn } from './support/sign-in.js';

let application: NestFastifyApplication;
let baseUrl: string;
beforeAll(async () => {
  ({ application, baseUrl } = await startEdge({ logDestination: { write: () => undefined } }));
});
afterAll(async () => {
  await application?.close();
});

describe('signing in', () => {
  it.each(['lao.03120102', 'province.12', 'auditor', 'auditor.13', 'admin'])('%s', async (hint) => {
    const response = await (await signIn(baseUrl, hint)).get('/api/me');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ sub: hint, role: hint.split('.')[0] });
  });
  it('bearer', async () => {
    const response = await bearer(baseUrl, await accessToken(baseUrl, 'province.12')).get('/api/me');
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { role: 'province', province: { code: '12' } },
    ]);
  });
});
