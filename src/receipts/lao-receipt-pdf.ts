import { Slices } from '../basics/slices.js';
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
import type { LaoReceipt } from './receipt.js';

/** The LAO's receipt as a PDF. The same receipt gives the same bytes. */
export const laoReceiptPdf = async (receipt: LaoReceipt, origin: string): Promise<Buffer> => {
  const slices = await Slices.begin();
  const { certification, lao, certifiedBy } = receipt;
  const { fiscalYear, fingerprint, revision, position, at } = certification;
  const office = lao.officialName;
  const number = `${fiscalYear}/${lao.code}/${revision}`;
  const paper = new Paper({ title: `ใบรับการรับรองข้อมูล ${office} ${number}`, date: new Date(at) });

  await slices.step();
  heading(paper, 'ใบรับการรับรองข้อมูล', receipt);
  await slices.step();
  endNotice(paper, receipt, `จังหวัด${lao.province.name}ส่งกลับให้แก้ไข`);
  paper.text(
    `ใบรับฉบับนี้แสดงว่า ${office} อำเภอ${lao.district.name} จังหวัด${lao.province.name} ` +
      `ได้รับรองว่าข้อมูลในแบบสำรวจงานบริการ e-Service ประจำปีงบประมาณ พ.ศ. ${fiscalYear} ถูกต้องครบถ้วน และส่งให้จังหวัด${lao.province.name}แล้ว ` +
      'โดยระบบบันทึกการรับรองไว้ดังนี้',
  );
  await slices.step();
  paper.y += 8;
  paper.rule();
  particulars(paper, [
    ['เลขที่ใบรับ', number],
    ['หน่วยงาน', `${office} (รหัส ${lao.code})`],
    ['รับรองเมื่อ', officialTime(at)],
    ['ผู้รับรอง', `เจ้าหน้าที่ของ${office}`],
    ...(certifiedBy === undefined ? [] : [['ชื่อผู้รับรอง', certifiedBy] as const]),
    ['รุ่นของแบบสอบถาม', certification.questionnaireVersion!],
    ['ลำดับเหตุการณ์ในแบบสำรวจ', revision],
    ['ลำดับในบันทึกของระบบ', position],
  ]);
  const url = verificationUrl(origin, fingerprint);
  await slices.step();
  fingerprintBox(paper, 'รหัสยืนยันข้อมูลที่รับรอง (SHA-256)', fingerprint, url);
  await slices.step();
  howToVerify(paper, [
    'สแกนรหัสคิวอาร์ ระบบจะแสดงหน่วยงาน ปีงบประมาณ เวลาที่รับรอง และการรับรองนี้ยังมีผลอยู่หรือไม่ ข้อความที่แสดงต้องตรงกับใบรับ',
    'เมื่อจังหวัดรับรองข้อมูลแล้ว ใบรับของจังหวัดระบุลำดับเหตุการณ์และรหัสยืนยันข้อมูลของหน่วยงานนี้ไว้ด้วย ต้องตรงกับใบรับฉบับนี้ทุกตัวอักษร ตรวจได้โดยไม่ต้องใช้ระบบ',
    'ผู้ที่มีแฟ้มข้อมูลที่รับรอง คำนวณรหัสยืนยันข้อมูลซ้ำได้เองโดยไม่ต้องใช้ระบบ ตามวิธีในเอกสารหลักฐานของระบบ หากข้อมูลต่างไปแม้อักษรเดียว รหัสยืนยันจะไม่ตรง',
  ]);
  await slices.step();
  return paper.finish(`ใบรับเลขที่ ${number} · จัดทำโดยระบบ ไม่ต้องลงลายมือชื่อ`);
};
