import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Download, Page } from 'playwright-core';
import { fillAndCertify, fillSurvey, readForm, surveyPath } from '../support/fill.js';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { directoryOf, openNextYear } from './support/survey.js';

const SLOW = 180_000;
/** Enough of one type to be compared with; the last one has not started. */
const laos = ['06120106', '06120107', '06120204', '06120205', '06120207', '06120307'] as const;
const [first, , , , fifth, sixth] = laos;
const service = 'newborn-grant-registration';
const grants = 'รับลงทะเบียนเงินอุดหนุนเพื่อการเลี้ยงดูเด็กแรกเกิด';

/** One round with five LAOs that answered, of which the first says that it lacks a service that is needed. */
(chromiumPath ? describe : describe.skip)('the results of a round', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    server = await startServer({ directoryDir: await directoryOf(laos) });
    const [clerk, ...others] = await Promise.all(
      laos.slice(0, 5).map((lao) => signIn(server.url, `lao.${lao}`)),
    );
    for (const [index, other] of others.entries()) await fillAndCertify(other, laos[index + 1]!);
    await fillSurvey(clerk!, first);
    const { aspects } = await readForm(clerk!, first);
    const saved = await clerk!.put(
      `${surveyPath(first)}/aspects/${aspects[0]!.id}`,
      { answers: { [service]: { hasEService: false, isNeeded: true } } },
      { 'if-match': '*' },
    );
    expect(saved.status).toBe(200);
  }, SLOW);
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())), SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  const figure = (page: Page, title: string | RegExp) =>
    page.getByRole('region', { name: title, exact: true });
  const downloadOf = async (page: Page, button: string | RegExp): Promise<readonly [Download, Buffer]> => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const download = await downloading;
    return [download, await readFile(await download.path())];
  };

  it(
    'an administrator reads the nation, and goes from a number to the LAOs behind it',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'admin', '/');
      await page.getByRole('link', { name: 'ผลการสำรวจ' }).click();
      await page.getByRole('heading', { name: 'ผลการสำรวจทั่วประเทศ ปีงบประมาณ 2565' }).waitFor();
      const services = figure(page, 'อปท. ที่มีบริการเป็น e-Service');
      await services.getByText(/สัดส่วนคิดจาก อปท. ทั้งหมด 6 แห่ง/).waitFor();
      await figure(page, /แบ่งตามจังหวัด$/)
        .getByRole('link', { name: /^นนทบุรี เฉลี่ย/ })
        .waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);

      // The table has the same numbers, and each leads on.
      await services.getByRole('button', { name: 'ตาราง', exact: true }).click();
      await services.getByRole('row', { name: `${grants} 6 4 67% 1 1 0 1` }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await services.getByRole('row', { name: grants }).getByRole('link', { name: '4', exact: true }).click();
      await page.getByText('4 แห่ง', { exact: true }).waitFor();
      await page.getByText(`เงื่อนไข: ${grants} · มี e-Service`).waitFor();
      await page.getByRole('rowheader', { name: 'อบต.บางรักน้อย' }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('link', { name: 'อบต.บางรักน้อย', exact: true }).click();
      await page.getByRole('heading', { name: 'ผลการสำรวจของอบต.บางรักน้อย ปีงบประมาณ 2565' }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'the map is one tab stop, and its arrow keys and Enter lead into a province',
    async () => {
      const { page } = await visit(browser, server.url, 'auditor', '/results/2565', { language: 'en' });
      const map = page.getByRole('group', { name: /^Map of Thailand/ });
      await map.getByRole('link').focus();
      await page.keyboard.press('ArrowRight'); // the only province of this round
      await page.locator('.map-said', { hasText: /services on average$/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/province=12/);
      await figure(page, 'e-Services per LAO on average, by District').waitFor();
      await page.getByRole('button', { name: 'LAO', exact: true }).click();
      await page.getByText('6 LAOs.').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
    },
    SLOW,
  );

  it(
    'a chart is a picture and a table as files, and a wanted service is ranked',
    async () => {
      const { page } = await visit(browser, server.url, 'admin', `/results/2565?row=${service}`);
      const needed = figure(page, 'บริการที่ยังไม่มี แต่จำเป็น');
      await needed.getByRole('link', { name: '17% (1 แห่ง)' }).first().waitFor();
      const [picture, png] = await downloadOf(page, 'ดาวน์โหลดภาพ PNG: บริการที่ยังไม่มี แต่จำเป็น');
      expect(picture.suggestedFilename()).toMatch(/^results-2565-needed-position-\d+\.png$/);
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
      const [table, csv] = await downloadOf(page, 'ดาวน์โหลดตาราง CSV: ขั้นตอนที่ทำได้ทางอิเล็กทรอนิกส์');
      expect(table.suggestedFilename()).toMatch(/^results-2565-steps-position-\d+\.csv$/);
      const [head, ...lines] = csv.toString('utf8').split('\r\n');
      expect(head).toBe('\ufeffขั้นตอน,อปท. (แห่ง),สัดส่วนที่มี');
      expect(lines.slice(0, 2)).toEqual(['1. ยื่นคำขอ,4,1', '2. ตรวจสอบและพิจารณา,0,0']);
    },
    SLOW,
  );

  it(
    'an officer exports the province, sees that a download broke off, and tries again',
    async () => {
      const { page } = await visit(browser, server.url, 'province.12', '/provinces/12');
      const csv = page.getByRole('button', { name: 'ส่งออกปี 2565 (CSV)' });
      await page.route('**/api/exports/**', (route) => route.abort('connectionreset'));
      await csv.click();
      await page.getByText('ดาวน์โหลดไม่สำเร็จ ไม่มีแฟ้มใดถูกบันทึก').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.unroute('**/api/exports/**');
      const [download, content] = await downloadOf(page, 'ลองอีกครั้ง');
      expect(download.suggestedFilename()).toMatch(/^results-2565-long-12-position-\d+-\w+\.csv$/);
      expect(content.toString('utf8')).toMatch(/#end,rows,\d+,/);

      // A file that takes long shows what has arrived, and can be given up.
      await page.route('**/api/exports/**', () => undefined);
      await csv.click();
      await page.getByText('ได้รับแล้ว 0.0 MB').waitFor();
      await page.getByRole('button', { name: 'ยกเลิก' }).click();
      await page.getByText('ได้รับแล้ว 0.0 MB').waitFor({ state: 'detached' });
      await csv.and(page.locator(':enabled')).waitFor();
    },
    SLOW,
  );

  it(
    'the slider leads to the results of an earlier moment',
    async () => {
      const { page } = await visit(browser, server.url, 'province.12', '/results/2565');
      await page.getByText('รับรองข้อมูลแล้ว 4 แห่ง').waitFor();
      await page.locator('summary', { hasText: 'ดูข้อมูลย้อนหลัง' }).click();
      await page.getByRole('slider', { name: 'เลือกเหตุการณ์ที่ต้องการดูย้อนหลัง' }).focus();
      await page.keyboard.press('Home');
      await page.getByText('รับรองข้อมูลแล้ว 0 แห่ง').waitFor();
      await figure(page, 'ช่องทางการให้บริการ')
        .getByText(/ยังไม่มีบริการที่เป็น e-Service/)
        .waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
    },
    SLOW,
  );

  it(
    'two years are compared row by row',
    async () => {
      await openNextYear(server.url);
      const { page } = await visit(browser, server.url, 'admin', '/results/2566?against=2565', {
        language: 'en',
      });
      await figure(page, 'LAOs with each service as an e-Service')
        .getByRole('link', { name: '0% (0 LAOs) −66.7 points' })
        .first()
        .waitFor();
    },
    SLOW,
  );

  it(
    'an LAO sees itself among its like, and what the leaders offer',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${first}`, '/results/2565');
      await page.getByRole('heading', { name: 'ผลการสำรวจของอบต.บางไผ่ ปีงบประมาณ 2565' }).waitFor();
      await figure(page, 'เทียบกับ อปท. อื่น').getByText('อปท. ประเภทเดียวกัน (เฉลี่ยจาก 6 แห่ง)').waitFor();
      await figure(page, 'บริการที่ อปท. ชั้นนำมี แต่ที่นี่ยังไม่มี').getByText(grants, { exact: true }).waitFor();
      await figure(page, 'รายบริการ').getByRole('listitem').first().getByText('ไม่มี แต่จำเป็น · 67%').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      // Others are not for an LAO.
      await page.goto(`${server.url}/results/2565/laos/${sixth}`);
      await page.getByRole('alert').waitFor();
      await page.goto(`${server.url}/results/2565/laos?row=${service}`);
      await page.getByRole('heading', { name: 'ไม่มีสิทธิ์ใช้หน้านี้' }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'on a phone and for an LAO of a certified survey nothing needs sideways scrolling, and the fingerprint leads to its proof',
    async () => {
      const { page } = await visit(browser, server.url, `lao.${fifth}`, '/results/2565', {
        width: 390,
        height: 844,
      });
      const link = page.getByRole('link', { name: 'ตรวจสอบรหัสยืนยันข้อมูล' });
      await link.waitFor();
      await page.waitForFunction('document.documentElement.scrollWidth === 390');
      await link.click();
      await page.waitForURL(/\/verify\/[0-9a-f]{64}/);
    },
    SLOW,
  );
});
