import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { certify, directoryOf, fill } from './support/survey.js';

const SLOW = 120_000;
const [city, other] = ['03120102', '06120106'];
const EVENTS = 1_000;

/** An LAO that changes its answers until its trail is long. */
const manyEvents = async (server: TestServer): Promise<void> => {
  const client = await signIn(server.url, `lao.${city}`);
  const form = (await (await client.get(`/api/surveys/2565/${city}`)).json()) as {
    readonly revision: string;
    readonly aspects: readonly { readonly id: string; readonly rows: readonly { readonly id: string }[] }[];
  };
  const { id, rows } = form.aspects.reduce((a, b) => (b.rows.length > a.rows.length ? b : a));
  let { revision } = form;
  for (let saves = 0; BigInt(revision) < EVENTS; saves += 1) {
    const answer = { hasEService: false, isNeeded: saves % 2 === 0 };
    const answers = Object.fromEntries(rows.map((row) => [row.id, answer]));
    const path = `/api/surveys/2565/${city}/aspects/${id}`;
    const saved = await client.put(path, { answers }, { 'if-match': `"${revision}"` });
    ({ revision } = (await saved.json()) as { readonly revision: string });
  }
};

(chromiumPath ? describe : describe.skip)('the audit pages', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ directoryDir: await directoryOf([city, other]) });
    browser = await openBrowser();
    await manyEvents(server);
    const neighbour = await signIn(server.url, `lao.${other}`);
    await fill(neighbour, 2565, other);
    await certify(neighbour, 2565, other);
    const officer = await signIn(server.url, 'province.12');
    await officer.post(`/api/surveys/2565/${other}/return`, { reason: '=1+1 ตัวเลขไม่ตรง' });
    await certify(neighbour, 2565, other, 'ตรวจสอบแล้ว ถูกต้อง');
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it(
    'a thousand events scroll with a few dozen in the document, by keyboard too',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', '/audit');
      await page.getByRole('heading', { name: /ประวัติรอบสำรวจทั้งประเทศ/ }).waitFor();
      await page.getByText(/^แสดง 100 จาก 1,\d{3} เหตุการณ์$/).waitFor();
      const evidence = page.getByRole('link', { name: 'ดาวน์โหลดชุดหลักฐาน' });
      await expect(evidence).toHaveAttribute('href', '/api/audit/campaigns/2565/package');
      const grid = page.getByRole('grid', { name: 'ประวัติ' });
      const rowsInTheDocument = () => grid.getByRole('row').count();
      await expect.poll(rowsInTheDocument).toBeLessThan(60);
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await grid.getByRole('row').first().click();
      await page.keyboard.press('ArrowDown');
      await expect(page.locator('[role=row]:focus')).toHaveAttribute('aria-rowindex', '2');
      await page.keyboard.press('End');
      await page.getByText(/^แสดง 200 จาก/).waitFor();
      for (let more = 3; more <= 6; more += 1) {
        await page.evaluate("document.querySelector('.feed-list').scrollTo(0, 1e9)");
        await page.getByText(new RegExp(`^แสดง ${more}00 จาก`)).waitFor();
      }
      await expect.poll(rowsInTheDocument).toBeLessThan(60);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a province is chosen and filtered, and the address holds the filter',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', '/audit/2565');
      await page.getByRole('combobox', { name: /^จังหวัด/ }).selectOption({ label: 'นนทบุรี' });
      await page.getByRole('heading', { name: /ประวัติแบบสำรวจของจังหวัดนนทบุรี/ }).waitFor();
      await page.getByText('ตัวกรองเพิ่มเติม').click();
      await page.getByRole('combobox', { name: /^เหตุการณ์/ }).selectOption({ label: 'จังหวัดส่งกลับ' });
      await page.getByRole('button', { name: 'ค้นหา' }).click();
      await page.getByText('แสดง 1 จาก 1 เหตุการณ์').waitFor();
      await page.getByText('เหตุผล: =1+1 ตัวเลขไม่ตรง').waitFor();
      await expect(page).toHaveURL(/type=LaoReturned/);
      await page.reload();
      await page.getByText('แสดง 1 จาก 1 เหตุการณ์').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a survey on a narrow screen, in English, old and new',
    async () => {
      const path = `/audit/2565/${city}?type=AnswerRecorded`;
      const { page, complaints } = await visit(browser, server.url, 'auditor', path, {
        language: 'en',
        width: 390,
        height: 844,
      });
      const recorded = page
        .getByRole('row', { name: /recorded the answer “.+” of Nonthaburi City Municipality/ })
        .first();
      await recorded
        .getByText(/^If not, is it needed.* → /)
        .first()
        .waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      const isWide = () => page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
      await expect.poll(isWide).toBe(false);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a failure is never shown as no data',
    async () => {
      const { page } = await visit(browser, server.url, 'auditor', '/campaigns');
      await page.route('**/api/audit/**', (route) => route.abort());
      await page.getByRole('link', { name: 'ตรวจสอบ', exact: true }).click();
      await page.getByRole('alert').getByText('ติดต่อระบบไม่ได้').waitFor();
      await expect(page.getByText('ไม่มีเหตุการณ์')).toHaveCount(0);
      await page.unroute('**/api/audit/**');
      await page.getByRole('alert').getByRole('button', { name: 'ลองอีกครั้ง' }).click();
      await page.getByText(/^แสดง 100 จาก/).waitFor();
    },
    SLOW,
  );

  it(
    'certification times are sorted, and are downloaded as a file that names its log position',
    async () => {
      const { page } = await visit(browser, server.url, 'province.12', '/audit');
      await page.getByRole('link', { name: 'เวลาที่รับรองข้อมูล' }).click();
      const rows = page.getByRole('row');
      await page.getByRole('button', { name: 'จำนวนครั้งที่รับรอง' }).click();
      await page.getByRole('button', { name: 'จำนวนครั้งที่รับรอง' }).click();
      await expect(page.getByRole('columnheader', { name: 'จำนวนครั้งที่รับรอง' })).toHaveAttribute(
        'aria-sort',
        'descending',
      );
      await expect(rows.nth(1)).toContainText('อบต.บางไผ่');
      await expect.poll(() => axeFindings(page)).toEqual([]);
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: 'ส่งออกเป็น CSV' }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(/^certification-times-2565-12-position-\d+\.csv$/);
    },
    SLOW,
  );

  it(
    'an administrator erases a person: the acts remain, the name is gone from the trail',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'admin', '/people');
      await page.getByRole('searchbox').fill('บางไผ่');
      await page.getByRole('button', { name: 'ค้นหา' }).click();
      await page.getByRole('button', { name: `ดูข้อมูล lao.${other}` }).click();
      await page.getByText(/ชื่อที่เก็บไว้: เจ้าหน้าที่/).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'ลบข้อมูล' }).click();
      await page.getByRole('textbox', { name: 'เหตุผล' }).fill('เจ้าของข้อมูลขอใช้สิทธิ์');
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'ลบข้อมูล' }).click();
      await page.getByText(/ชื่อที่เก็บไว้: \(ลบชื่อแล้ว\)/).waitFor();
      await page.goto(`${server.url}/audit/2565/${other}?type=LaoCertified`);
      await page
        .getByText(/ผู้ใช้ที่ไม่ทราบชื่อหรือลบชื่อแล้ว รับรองข้อมูลของอบต.บางไผ่/)
        .first()
        .waitFor();

      await page.goto(`${server.url}/audit/readings`);
      await page.getByRole('cell', { name: 'ข้อมูลส่วนบุคคล' }).first().waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
