import QRCode from 'qrcode';
import { formatOfficial } from '../basics/thai-time.js';
import { ACCENT, INK, MUTED, PALE, WARNING, type Paper } from './paper/paper.js';
import type { Issued } from './receipt.js';

const SURVEY = 'แบบสำรวจงานบริการ e-Service';

/** The public address that checks a receipt. `origin` is the address that people use. */
export const verificationUrl = (origin: string, fingerprint: string): string =>
  `${origin}/verify/${fingerprint}`;

/** Non-breaking spaces keep a date in one line. */
export const officialTime = (at: string): string => formatOfficial(new Date(at)).replaceAll(' ', '\u00a0');

export const heading = (paper: Paper, title: string, { certification }: Issued): void => {
  const centred = { align: 'center' } as const;
  paper.text('กระทรวงมหาดไทย กรมส่งเสริมการปกครองท้องถิ่น', { ...centred, size: 11, color: MUTED });
  paper.text(title, { ...centred, size: 22, weight: 'bold', color: ACCENT });
  paper.text(`${SURVEY} ประจำปีงบประมาณ พ.ศ. ${certification.fiscalYear}`, { ...centred, size: 13 });
  paper.y += 8;
  paper.rule(ACCENT, 1.4);
  paper.y += 12;
};

/** The receipt of an earlier certification says first that it is no longer valid. */
export const endNotice = (
  paper: Paper,
  { certification: { ended }, supersededAt }: Issued,
  undone: string,
): void => {
  if (ended === null) return;
  const again = supersededAt === null ? '' : ` และมีการรับรองข้อมูลใหม่แล้วเมื่อวันที่ ${officialTime(supersededAt)}`;
  const text = `การรับรองข้อมูลตามใบรับฉบับนี้สิ้นผลแล้ว: ${undone}เมื่อวันที่ ${officialTime(ended.at)}${again}`;
  const style = { x: paper.left + 14, width: paper.width - 28, size: 12, weight: 'bold' } as const;
  const height = paper.heightOf(text, style) + 14;
  paper.box(height, '#fdf1f1', WARNING);
  const bottom = paper.y + height + 12;
  paper.y += 7;
  paper.text(text, { ...style, color: WARNING });
  paper.y = bottom;
};

/** A label and its value on each line. */
export const particulars = (paper: Paper, lines: readonly (readonly [string, string])[]): void => {
  const column = 154;
  for (const [label, value] of lines) {
    const top = paper.y + 3;
    paper.y = top;
    paper.text(label, { color: MUTED });
    paper.y = top;
    paper.text(value, { x: paper.left + column, weight: 'bold' });
    paper.y += 3;
    paper.rule();
  }
  paper.y += 14;
};

export const inGroups = (fingerprint: string): readonly string[] => fingerprint.match(/.{8}/g) ?? [];

/** The fingerprint as text and as a QR code. The code holds the address of its verification. */
export const fingerprintBox = (paper: Paper, label: string, fingerprint: string, url: string): void => {
  const side = 104;
  const height = side + 28;
  const top = paper.y;
  paper.box(height, PALE);
  qrCode(paper, url, paper.left + paper.width - side - 14, top + 14, side);
  const x = paper.left + 16;
  const width = paper.width - side - 46;
  paper.y = top + 10;
  paper.text(label, { x, width, size: 12, weight: 'bold', color: ACCENT });
  const groups = inGroups(fingerprint);
  for (const half of [groups.slice(0, 4), groups.slice(4)]) {
    const line = paper.y;
    for (const [index, group] of half.entries()) {
      paper.y = line;
      paper.text(group, { x: x + index * 78, width: 78, size: 13, color: INK });
    }
  }
  paper.y += 4;
  paper.text('ตรวจสอบได้โดยสแกนรหัสคิวอาร์ หรือเปิดที่อยู่', { x, width, size: 10, color: MUTED });
  paper.text(url.slice(0, -fingerprint.length), { x, width, size: 10, color: MUTED });
  paper.text('ต่อด้วยรหัสยืนยันข้อมูลข้างต้นโดยไม่เว้นวรรค', { x, width, size: 10, color: MUTED });
  paper.y = top + height + 14;
};

const qrCode = (paper: Paper, text: string, x: number, y: number, side: number): void => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const indexes = Array.from({ length: modules.size }, (_, index) => index);
  paper.qrCode(
    indexes.map((row) => indexes.map((column) => modules.get(row, column) === 1)),
    x,
    y,
    side,
  );
};

/** What can be checked on paper alone, and what needs the system or a file. */
export const howToVerify = (paper: Paper, steps: readonly string[]): void => {
  const style = { x: paper.left + 18, width: paper.width - 18, size: 11 };
  const height = steps.reduce((sum, step) => sum + paper.heightOf(step, style), 30);
  paper.makeRoom(height);
  paper.text('การตรวจสอบใบรับ', { weight: 'bold', color: ACCENT });
  for (const [index, step] of steps.entries()) {
    const top = paper.y;
    paper.text(`${index + 1}.`, { size: style.size });
    paper.y = top;
    paper.text(step, style);
  }
};
