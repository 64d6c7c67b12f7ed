import { fillAndCertify } from '../support/fill.js';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { offices, twoProvinces } from './two-provinces.js';

/** A server with something to see in each office. */
export const startTwoProvinces = async (): Promise<{
  readonly server: TestServer;
  readonly folder: string;
}> => {
  const folder = twoProvinces();
  const server = await startServer({ directoryDir: folder });
  for (const lao of [offices.own, offices.far]) {
    await fillAndCertify(await signIn(server.url, `lao.${lao}`), lao);
  }
  return { server, folder };
};
