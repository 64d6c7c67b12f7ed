import { formatBuddhist } from '../basics/thai-time.js';
import type { CertificationTable, CertificationTimesView } from './certification-times-view.js';
import { toCsv } from '../basics/csv.js';

const heads = [
  'จังหวัด (Province)',
  'อำเภอ (District)',
  'รหัส (Code)',
  'หน่วยงาน (Office)',
  'รับรองครั้งแรก (First certified)',
  'รับรองล่าสุด (Last certified)',
  'ยังมีผล (Stands)',
  'จำนวนครั้งที่รับรอง (Times certified)',
  'รับรองโดย (Certified by)',
  'จำนวนครั้งที่ส่งกลับหรือเพิกถอน (Times undone)',
  'ส่งกลับหรือเพิกถอน (Undone: when and why)',
  'ตำแหน่งในบันทึก (Log position)',
];

/** One line per province, then one per LAO of it. Times are Bangkok time, Buddhist era. Every line names the log state it shows. */
export const certificationTimesCsv = ({ provinces, position }: CertificationTable): string =>
  toCsv([
    heads,
    ...provinces.flatMap((province) => [
      [province.name, '', { code: province.code }, 'สถจ.', ...cells(province), position],
      ...province.laos.map((lao) => [
        province.name,
        lao.district.name,
        { code: lao.code },
        lao.name,
        ...cells(lao),
        position,
      ]),
    ]),
  ]);

const cells = (times: CertificationTimesView): readonly string[] => [
  time(times.firstCertifiedAt),
  time(times.lastCertifiedAt),
  times.stands ? 'ใช่' : 'ไม่',
  String(times.count),
  times.certifiedBy ? (times.certifiedBy.name ?? times.certifiedBy.sub) : '',
  String(times.undone.length),
  times.undone.map(({ at, reason }) => `${time(at)} ${reason}`).join('; '),
];

const time = (at: string | null): string => (at === null ? '' : formatBuddhist(new Date(at)));
