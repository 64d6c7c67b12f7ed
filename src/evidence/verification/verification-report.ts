import { formatBuddhist } from '../../basics/thai-time.js';
import { faultWording } from '../faults/fault-wording.js';
import type { Verification } from './verify-log.js';

/** The result of a verification and its limits, in Thai and English, as lines for a terminal. */
export const verificationReport = (
  { events, streams, position, checkpoints, latest, fault, damaged }: Verification,
  { folder, seconds }: { readonly folder: string; readonly seconds: number },
): readonly string[] => {
  const rate = Math.round(events / seconds).toLocaleString('en');
  const lines = [
    `${events} events in ${streams} streams up to position ${position ?? '–'} in ${seconds.toFixed(2)} s: ${rate} events/s`,
    latest
      ? `${checkpoints} checkpoints in ${folder}, the last of ${formatBuddhist(new Date(latest.time))} over ${latest.size} events`
      : `no checkpoint in ${folder} could be confirmed`,
  ];
  if (fault) {
    const { th, en } = faultWording(fault);
    return [...lines, `✗ ${th}`, `✗ ${en}`, ...damaged.map(({ message }) => `✗ ${message}`)];
  }
  return [...lines, '✓ บันทึกครบถ้วน ไม่พบการแก้ไข', '✓ Nothing was altered.', ...limits(events, latest?.size)];
};

/** What the verification cannot prove. */
const limits = (events: number, attested: number | undefined): readonly string[] => {
  if (attested === undefined) {
    return [
      '! ยังไม่มีจุดตรวจสอบ: ผู้ที่แก้ไฟล์ได้และคำนวณแฮชใหม่ทั้งสายจะไม่ถูกตรวจพบ',
      '! There is no checkpoint: a person who edits the file and recomputes its hash chains is not detected.',
    ];
  }
  const since = events - attested;
  const unattested = [
    `! ${since} เหตุการณ์หลังจุดตรวจสอบล่าสุดยังไม่มีลายมือชื่อรับรอง: หากถูกลบหรือคำนวณแฮชใหม่จะตรวจไม่พบ`,
    `! ${since} events after the last checkpoint have no signature yet: their removal or a recomputed chain is not detected.`,
  ];
  return [
    ...(since > 0 ? unattested : []),
    '! จุดตรวจสอบล่าสุดที่ถูกลบออกจากโฟลเดอร์จะตรวจไม่พบ โปรดเทียบกับสำเนาที่เก็บไว้นอกระบบ',
    '! The removal of the newest checkpoints is not detected: compare the folder with the copies that the hook sent out.',
  ];
};
