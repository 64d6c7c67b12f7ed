import { formatOfficial } from '../basics/thai-time.js';
import { escapeHtml } from '../http/escape-html.js';
import { publicPage } from '../http/public-page.js';
import type { Language } from '../http/wording.js';
import type { FlatRow } from '../results/flat.js';
import { PROOF } from './catalogue.js';
import type { PublishedResults } from './get-publication.js';

const th = {
  title: (year: number) => `ข้อมูลเปิด: ผลสำรวจงานบริการ e-Service ปีงบประมาณ พ.ศ. ${year}`,
  published: 'กรมส่งเสริมการปกครองท้องถิ่นเผยแพร่เมื่อ',
  asOf: 'ข้อมูล ณ',
  position: 'ตำแหน่งในบันทึก',
  certified: 'อปท. ที่รับรองข้อมูลแล้ว',
  of: 'จาก',
  files: 'แฟ้มข้อมูล',
  file: 'แฟ้ม',
  rows: 'แถว',
  size: 'ขนาด (ไบต์)',
  sums: 'ทั้งประเทศ: จำนวน อปท. ที่รับรองข้อมูลแล้ว แยกตามงานบริการ',
  service: 'งานบริการ',
  offering: 'มี e-Service',
  needed: 'ไม่มี แต่จำเป็น',
  users: 'ผู้ใช้บริการ (คน)',
  content:
    'แฟ้ม answers มีคำตอบของ อปท. ที่รับรองข้อมูลแล้ว ต่องานบริการของแบบสอบถาม ไม่มีรหัสบุคคลและไม่มีข้อความที่พิมพ์เอง แฟ้ม aggregates มีผลรวมของประเทศ ภาค จังหวัด และประเภท อปท.',
  check: 'ตรวจสอบแฟ้ม',
  checkText: 'บันทึกแฟ้มข้อมูล แฟ้มหลักฐาน และโปรแกรมตรวจสอบไว้ในโฟลเดอร์เดียวกัน แล้วรัน',
  proof: 'แฟ้มหลักฐาน',
  checker: 'โปรแกรมตรวจสอบ',
  catalogue: 'รายการข้อมูล (DCAT)',
  time: (iso: string) => formatOfficial(new Date(iso)),
};

const bangkok = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'medium',
  timeZone: 'Asia/Bangkok',
});

const en: typeof th = {
  title: (year) => `Open data: the e-Service survey of fiscal year ${year} (Buddhist era)`,
  published: 'Published by the Department of Local Administration at',
  asOf: 'Results as of',
  position: 'Position of the log',
  certified: 'LAOs that have certified',
  of: 'of',
  files: 'Files',
  file: 'File',
  rows: 'Rows',
  size: 'Size (bytes)',
  sums: 'The nation: number of certified LAOs, by service',
  service: 'Service',
  offering: 'Has an e-Service',
  needed: 'Has none, and needs it',
  users: 'Users (persons)',
  content:
    'The files “answers” hold the answers of certified LAOs to the services of the questionnaire, without ids of persons and without texts that people typed. The files “aggregates” hold the sums of the nation, its regions, provinces and types of LAOs.',
  check: 'Check the files',
  checkText: 'Save the files, the proof and the checker in one folder, and run',
  proof: 'Proof',
  checker: 'Checker',
  catalogue: 'Catalogue (DCAT)',
  time: (iso) => `${bangkok.format(new Date(iso))} (Bangkok)`,
};

const count = (value: FlatRow[string] | number | undefined): string =>
  Number(value ?? 0).toLocaleString('en-US');

/** @param nation the rows of the nation in the aggregates */
export const openDataPage = (
  published: PublishedResults,
  nation: readonly FlatRow[],
  language: Language,
): string => {
  const texts = language === 'en' ? en : th;
  const { fiscalYear, position, publishedAt, time, note, recorded } = published;
  const folder = `/open/${fiscalYear}/${position}`;
  const entries = [
    [texts.published, texts.time(publishedAt)],
    [texts.asOf, `${texts.time(time)} · ${texts.position} ${position}`],
    [texts.certified, `${count(nation[0]?.['certified'])} ${texts.of} ${count(nation[0]?.['asked'])}`],
  ] as const;
  const files = recorded.files.map(
    ({ name, rows, bytes, sha256 }) =>
      `<tr><td><a href="${folder}/${name}" download>${name}</a></td><td class="number">${count(rows)}</td><td class="number">${count(bytes)}</td><td><code>${sha256}</code></td></tr>`,
  );
  const sums = nation.map(
    (row) =>
      `<tr><td lang="th">${escapeHtml(String(row['row']))}</td>${['offering', 'needed', 'yearlyUsers']
        .map((name) => `<td class="number">${count(row[name])}</td>`)
        .join('')}</tr>`,
  );
  const command = 'node check.mjs .';
  return publicPage(
    language,
    texts.title(fiscalYear),
    `<p lang="th">${escapeHtml(note)}</p>
<dl>${entries.map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>
<h2>${texts.files}</h2><p>${texts.content}</p>
${table([texts.file, [texts.rows], [texts.size], 'SHA-256'], files)}
<p><a href="/open/${fiscalYear}/catalog.jsonld">${texts.catalogue}</a></p>
<h2>${texts.check}</h2>
<p>${texts.checkText} <code>${command}</code>: <a href="${folder}/${PROOF}" download>${texts.proof}</a> · <a href="/open/check.mjs" download>${texts.checker}</a></p>
<h2>${texts.sums}</h2>
${table([texts.service, [texts.offering], [texts.needed], [texts.users]], sums)}`,
    'wide',
  );
};

/** A head in brackets stands over numbers. The table scrolls by itself on a phone, and by the keyboard. */
const table = (heads: readonly (string | readonly [string])[], rows: readonly string[]): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${[heads[0]].flat()[0]}"><table><thead><tr>${heads
    .map((head) =>
      typeof head === 'string'
        ? `<th scope="col">${head}</th>`
        : `<th scope="col" class="number">${head[0]}</th>`,
    )
    .join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
