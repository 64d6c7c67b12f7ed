import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { certify, directoryOf, fill } from './support/survey.js';

const lao = '03120102';
const SLOW = 180_000;

(chromiumPath ? describe : describe.skip)('the record, checked by a person', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ directoryDir: await directoryOf([lao]) });
    browser = await openBrowser();
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  it(
    'is intact, attested, and its first fault is named',
    async () => {
      const clerk = await signIn(server.url, `lao.${lao}`);
      await fill(clerk, 2565, lao);
      await certify(clerk, 2565, lao);
      await (await signIn(server.url, 'auditor')).post('/api/audit/checkpoints');

      const { page, complaints } = await visit(browser, server.url, 'auditor', `/audit/2565/${lao}`);
      const panel = page.getByRole('region', { name: 'ตรวจสอบความถูกต้องของบันทึก' });
      await panel.getByRole('button', { name: 'ตรวจสอบ' }).click();
      await panel.getByText(/ถูกต้อง: ครบทั้ง \d+ เหตุการณ์/).waitFor();
      await panel.getByText(/จุดตรวจสอบเมื่อ .*25\d\d .* รับรองแล้ว/).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);

      const db = new DatabaseSync(join(server.dataDir, 'events.sqlite'));
      db.exec(
        `UPDATE events SET data = replace(data, 'true', 'null') WHERE stream = 'survey-2565.${lao}' AND revision = 0`,
      );
      db.close();
      await panel.getByRole('button', { name: 'ตรวจสอบ' }).click();
      await panel.getByText(/พบความผิดปกติ: เหตุการณ์ลำดับที่ 0 .* ถูกแก้ไข/).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
