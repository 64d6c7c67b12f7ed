import { Slices } from '../basics/slices.js';
import { laoTable } from './lao-table.js';
import { Paper } from './paper/paper.js';
import {
  endNotice,
  fingerprintBox,
  heading,
  howToVerify,
  officialTime,
  particulars,
  verificationUrl,
} from './receipt-parts.js';
import type { ProvinceReceipt } from './receipt.js';

/** The province's receipt as a PDF, with what each LAO certified. The same receipt gives the same bytes. */
export const provinceReceiptPdf = async (receipt: ProvinceReceipt, origin: string): Promise<Buffer> => {
  const slices = await Slices.begin();
  const { certification, province, laos, certifiedBy } = receipt;
  const { fiscalYear, fingerprint, revision, position, at } = certification;
  const number = `${fiscalYear}/${province.code}/${revision}`;
  const name = `จังหวัด${province.name}`;
  const paper = new Paper({ title: `ใบรับการรับรองข้อมูลของ${name} ${number}`, date: new Date(at) });

  await slices.step();
  heading(paper, 'ใบรับการรับรองข้อมูลของจังหวัด', receipt);
  await slices.step();
  endNotice(paper, receipt, 'กรมส่งเสริมการปกครองท้องถิ่นเพิกถอน');
  paper.text(
    `ใบรับฉบับนี้แสดงว่า ${name} ได้รับรองข้อมูลในแบบสำรวจงานบริการ e-Service ประจำปีงบประมาณ พ.ศ. ${fiscalYear} ` +
      `ขององค์กรปกครองส่วนท้องถิ่นในจังหวัดครบทั้ง ${laos.length} แห่งตามบัญชีท้ายนี้ โดยระบบบันทึกการรับรองไว้ดังนี้`,
  );
  await slices.step();
  paper.y += 8;
  paper.rule();
  particulars(paper, [
    ['เลขที่ใบรับ', number],
    ['หน่วยงาน', `${name} (รหัส ${province.code})`],
    ['รับรองเมื่อ', officialTime(at)],
    ['ผู้รับรอง', `เจ้าหน้าที่สำนักงานส่งเสริมการปกครองท้องถิ่น${name}`],
    ...(certifiedBy === undefined ? [] : [['ชื่อผู้รับรอง', certifiedBy] as const]),
    ['ลำดับเหตุการณ์ของจังหวัด', revision],
    ['ลำดับในบันทึกของระบบ', position],
  ]);
  const url = verificationUrl(origin, fingerprint);
  await slices.step();
  fingerprintBox(paper, 'รหัสยืนยันการรับรองของจังหวัด (SHA-256)', fingerprint, url);
  await slices.step();
  howToVerify(paper, [
    'สแกนรหัสคิวอาร์ ระบบจะแสดงจังหวัด ปีงบประมาณ เวลาที่รับรอง และการรับรองนี้ยังมีผลอยู่หรือไม่ ข้อความที่แสดงต้องตรงกับใบรับ',
    'รหัสยืนยันของจังหวัดคำนวณจากรหัสจังหวัด ปีงบประมาณ และบัญชีท้ายนี้ (รหัส ลำดับเหตุการณ์ และรหัสยืนยันข้อมูลของทุกแห่ง) จึงคำนวณซ้ำได้จากใบรับนี้เพียงอย่างเดียว ตามวิธีในเอกสารหลักฐานของระบบ',
    'ใบรับขององค์กรปกครองส่วนท้องถิ่นแต่ละแห่งต้องตรงกับบรรทัดของแห่งนั้นในบัญชีทุกตัวอักษร',
  ]);
  await laoTable(paper, laos, slices);
  await slices.step();
  return paper.finish(`ใบรับเลขที่ ${number} · จัดทำโดยระบบ ไม่ต้องลงลายมือชื่อ`);
};
