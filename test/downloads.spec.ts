import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EvidencePackages } from '../src/evidence/package/evidence-package.js';
import { Logger } from '@nestjs/common';
import { fillAndCertify } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const code = '03120102';
const path = `/api/audit/surveys/2565/${code}/package`;

let server: TestServer;
let auditor: Client;
beforeAll(async () => {
  server = await startServer();
  await fillAndCertify(await signIn(server.url, `lao.${code}`), code);
  auditor = await signIn(server.url, 'auditor');
});
afterAll(() => server.stop());

async function* broken(chunks: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < chunks; i += 1) yield Buffer.alloc(64 * 1024, i);
  throw new Error('the disk of the log is gone');
}

describe('a package that fails', () => {
  it.each([1, 40])('behind %i chunks ends visibly broken, and is logged', async (chunks) => {
    const packages = server.application.get(EvidencePackages);
    const make = jest.spyOn(packages, 'make').mockResolvedValue({ name: 'x.zip', chunks: broken(chunks) });
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    try {
      const response = await auditor.get(path);
      await expect(response.arrayBuffer()).rejects.toThrow();
      expect(
        JSON.stringify(logged.mock.calls.map(([message]) => String((message as { error?: unknown }).error))),
      ).toContain('the disk of the log is gone');
      expect(logged).toHaveBeenCalledWith(
        expect.objectContaining({ message: 'a package broke off', package: 'x.zip' }),
      );
    } finally {
      make.mockRestore();
      logged.mockRestore();
    }
    const whole = await auditor.get(path);
    expect(whole.status).toBe(200);
    expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
  });

  it('before its first byte is a problem document', async () => {
    const packages = server.application.get(EvidencePackages);
    const make = jest.spyOn(packages, 'make').mockResolvedValue({ name: 'x.zip', chunks: broken(0) });
    const response = await auditor.get(path);
    make.mockRestore();
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});

it('the image holds the checker that travels in every package', () => {
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^COPY evidence evidence$/m);
});
