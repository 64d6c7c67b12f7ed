import { formatBuddhist } from '../../basics/thai-time.js';
import type { LogFault, Tampering } from './log-fault.js';

const tampering: { readonly [kind in Tampering]: { readonly th: string; readonly en: string } } = {
  altered: { th: 'ถูกแก้ไข', en: 'was altered' },
  missing: { th: 'หายไป', en: 'is missing' },
  reordered: { th: 'ถูกสลับลำดับ', en: 'was reordered' },
  inserted: { th: 'ถูกแทรกเข้ามา', en: 'was inserted' },
};

const witness = {
  chain: { th: 'พบจากรหัสยืนยันข้อมูลของบันทึก', en: 'its hash chain shows it' },
  checkpoint: { th: 'พบจากจุดตรวจสอบที่ลงลายมือชื่อไว้', en: 'a signed checkpoint shows it' },
};

/** The fault in a sentence, in Thai and English, for operators and auditors. */
export const faultWording = (fault: LogFault): { readonly th: string; readonly en: string } => {
  switch (fault.kind) {
    case 'altered':
    case 'missing':
    case 'reordered':
    case 'inserted': {
      const { stream, revision, position, kind, by } = fault;
      const where =
        position === undefined
          ? { th: '', en: '' }
          : { th: ` ตำแหน่ง ${position}`, en: ` at position ${position}` };
      return {
        th: `เหตุการณ์ลำดับที่ ${revision} ของ ${stream}${where.th} ${tampering[kind].th} (${witness[by].th})`,
        en: `Event ${revision} of ${stream}${where.en} ${tampering[kind].en} (${witness[by].en})`,
      };
    }
    case 'forged': {
      const { stream, revision, position } = fault;
      return {
        th: `รหัสยืนยันข้อมูลของการรับรองลำดับที่ ${revision} ของ ${stream} ตำแหน่ง ${position} ไม่ตรงกับข้อมูลที่รับรอง`,
        en: `The fingerprint of the certification ${revision} of ${stream} at position ${position} is not that of what it certifies`,
      };
    }
    case 'taken-away': {
      const { stream, position } = fault;
      return {
        th: `${stream} ถูกลบออกจากบันทึกทั้งสาย${position === undefined ? '' : ` ที่ตำแหน่ง ${position}`}`,
        en: `The stream ${stream} was taken away${position === undefined ? '' : ` at position ${position}`}`,
      };
    }
    case 'cut': {
      const { stream, position } = fault;
      return {
        th: `เหตุการณ์บางส่วนของ ${stream} ถูกซ่อนไว้ ที่ตำแหน่ง ${position}`,
        en: `The stream ${stream} was cut at position ${position}: events of it are hidden`,
      };
    }
    case 'diverged': {
      const { size, time, after } = fault;
      return {
        th: `บันทึกไม่ตรงกับจุดตรวจสอบเมื่อ ${formatBuddhist(new Date(time))} (${size} เหตุการณ์): มีการเปลี่ยนแปลงหลังเหตุการณ์ที่ ${after}`,
        en: `The log is not the one of the checkpoint of ${time} (${size} events): it was changed after event ${after}`,
      };
    }
    case 'checkpoint':
      return {
        th: `ไฟล์จุดตรวจสอบ ${fault.file} ไม่ถูกต้อง: ${fault.reason}`,
        en: `The checkpoint file ${fault.file} is not right: ${fault.reason}`,
      };
    default:
      return fault satisfies never;
  }
};
