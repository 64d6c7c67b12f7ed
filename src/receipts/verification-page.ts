import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Standing } from '../../projections/read-models/certifications.js';
import { escapeHtml } from '../http/escape-html.js';
import type { Language } from '../http/wording.js';
import { formatOfficial } from '../basics/thai-time.js';
import type { ReceiptVerification } from './verify-fingerprint.js';

interface Texts {
  readonly title: string;
  readonly unknown: string;
  readonly unknownDetail: string;
  readonly office: string;
  readonly province: (name: string) => string;
  readonly nameOf: (office: ReceiptVerification['office']) => string;
  readonly fiscalYear: string;
  readonly certifiedAt: string;
  readonly fingerprint: string;
  readonly compare: string;
  readonly standing: Readonly<Record<Standing, string>>;
  readonly time: (instant: Date) => string;
}

const th: Texts = {
  title: 'ตรวจสอบใบรับการรับรองข้อมูล',
  unknown: 'ไม่พบการรับรองข้อมูลนี้ในระบบ',
  unknownDetail: 'ระบบไม่เคยบันทึกการรับรองข้อมูลที่มีรหัสยืนยันนี้ ใบรับอาจไม่ได้ออกโดยระบบ หรือพิมพ์รหัสยืนยันผิด',
  office: 'หน่วยงาน',
  province: (name) => `จังหวัด${name}`,
  nameOf: ({ name }) => name,
  fiscalYear: 'ปีงบประมาณ พ.ศ.',
  certifiedAt: 'รับรองเมื่อ',
  fingerprint: 'รหัสยืนยันข้อมูล',
  compare: 'ข้อความข้างต้นต้องตรงกับใบรับทุกประการ',
  standing: {
    stands: 'การรับรองนี้มีผลอยู่',
    returned: 'การรับรองนี้สิ้นผลแล้ว: จังหวัดส่งกลับให้แก้ไข',
    superseded: 'การรับรองนี้สิ้นผลแล้ว: มีการรับรองใหม่แทน',
    revoked: 'การรับรองนี้สิ้นผลแล้ว: กรมส่งเสริมการปกครองท้องถิ่นเพิกถอน',
  },
  time: formatOfficial,
};

const bangkok = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'medium',
  timeZone: 'Asia/Bangkok',
});

const en: Texts = {
  title: 'Verify a certification receipt',
  unknown: 'No such certification',
  unknownDetail:
    'The system never recorded a certification with this fingerprint. The receipt may not be the system’s, or the fingerprint is mistyped.',
  office: 'Office',
  province: (name) => `Province: ${name}`,
  // The receipt bears the Thai name, which has to be compared.
  nameOf: ({ name, nameEn }) => (nameEn ? `${nameEn} (${name})` : name),
  fiscalYear: 'Fiscal year (Buddhist era)',
  certifiedAt: 'Certified at',
  fingerprint: 'Fingerprint',
  compare: 'All of this must agree with the receipt.',
  standing: {
    stands: 'This certification stands',
    returned: 'This certification no longer stands: the province returned it for correction',
    superseded: 'This certification no longer stands: a later one took its place',
    revoked: 'This certification no longer stands: the department revoked it',
  },
  time: (instant) => `${bangkok.format(instant)} (Bangkok)`,
};

/** In the page itself: a machine without a Thai font would show boxes. */
const FONT = readFileSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf'),
).toString('base64');

const STYLE = `@font-face{font-family:Sarabun;src:url(data:font/ttf;base64,${FONT})}
body{margin:0;background:#f6f5f3;color:#1d2226;font:1.0625rem/1.7 Sarabun,sans-serif}
main{max-width:36rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:.5rem}
h1{margin:0 0 1rem;font-size:1.25rem;color:#1f4e5f}
.verdict{padding:.75rem 1rem;border-left:.375rem solid;font-weight:700}
.good{background:#eaf4ec;border-color:#1e6b34;color:#14502a}
.bad{background:#fdf1f1;border-color:#9b1c1c;color:#7f1717}
dt{color:#545d63;font-size:.9375rem}
dd{margin:0 0 .75rem;overflow-wrap:anywhere}`;

/** The page may use this style with its font and nothing else: no script, no picture, no request. */
export const verificationPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = (language: Language, { title }: Texts, content: string): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>${content}</main></body></html>`;

/** The page behind the QR code of a receipt. */
export const verificationPage = (verification: ReceiptVerification, language: Language): string => {
  const texts = language === 'en' ? en : th;
  const { standing, kind, office, fiscalYear, certifiedAt, fingerprint } = verification;
  const entries = [
    [texts.office, kind === 'province' ? texts.province(texts.nameOf(office)) : texts.nameOf(office)],
    [texts.fiscalYear, String(fiscalYear)],
    [texts.certifiedAt, texts.time(new Date(certifiedAt))],
    [texts.fingerprint, fingerprint],
  ] as const;
  const list = entries.map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value)}</dd>`).join('');
  const verdict = standing === 'stands' ? '✓' : '✗';
  return page(
    language,
    texts,
    `<p class="verdict ${standing === 'stands' ? 'good' : 'bad'}">${verdict} ${texts.standing[standing]}</p><dl>${list}</dl><p>${texts.compare}</p>`,
  );
};

/** The page for a fingerprint that the system never issued. It must say so plainly. */
export const unknownPage = (language: Language): string => {
  const texts = language === 'en' ? en : th;
  return page(language, texts, `<p class="verdict bad">✗ ${texts.unknown}</p><p>${texts.unknownDetail}</p>`);
};
