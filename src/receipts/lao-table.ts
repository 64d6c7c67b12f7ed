import type { Slices } from '../basics/slices.js';
import { formatBuddhist } from '../basics/thai-time.js';
import { MUTED, type Paper, type TextStyle } from './paper/paper.js';
import { inGroups } from './receipt-parts.js';
import type { ProvinceReceipt } from './receipt.js';

/** Offset of each column from the left margin and its width, in points. */
const COLUMNS = [
  { title: 'ที่', x: 0, width: 24 },
  { title: 'องค์กรปกครองส่วนท้องถิ่น', x: 26, width: 138 },
  { title: 'เหตุการณ์ที่', x: 166, width: 54 },
  { title: 'รับรองเมื่อ', x: 226, width: 56 },
  { title: 'รหัสยืนยันข้อมูล (SHA-256)', x: 288, width: 183 },
] as const;
const SIZE = 10;
const ROW_HEIGHT = 36;

/** The certified LAOs of a province as a table. Each page repeats the head. */
export const laoTable = async (
  paper: Paper,
  laos: ProvinceReceipt['laos'],
  slices: Slices,
): Promise<void> => {
  paper.y += 14;
  paper.makeRoom(4 * ROW_HEIGHT);
  paper.text('บัญชีองค์กรปกครองส่วนท้องถิ่นที่รับรองข้อมูล', { weight: 'bold', size: 13 });
  paper.y += 4;
  head(paper);
  for (const [index, { lao, revision, certifiedAt, fingerprint }] of laos.entries()) {
    if (paper.makeRoom(ROW_HEIGHT)) head(paper);
    const [day = '', time = ''] = formatBuddhist(new Date(certifiedAt)).split(' ');
    const groups = inGroups(fingerprint);
    const halves = [groups.slice(0, 4).join(' '), groups.slice(4).join(' ')];
    row(paper, [[String(index + 1)], [lao.name, `รหัส ${lao.code}`], [revision], [day, time], halves]);
    paper.rule();
    await slices.step();
  }
};

const head = (paper: Paper): void => {
  paper.rule(MUTED, 0.9);
  row(
    paper,
    COLUMNS.map(({ title }) => [title]),
    { weight: 'bold', color: MUTED },
  );
  paper.rule(MUTED, 0.9);
};

/** Cells side by side, each of one or more lines. */
const row = (paper: Paper, cells: readonly (readonly string[])[], style: TextStyle = {}): void => {
  const top = paper.y + 2;
  let bottom = top;
  for (const [index, lines] of cells.entries()) {
    const { x, width } = COLUMNS[index]!;
    paper.y = top;
    for (const line of lines) paper.text(line, { ...style, size: SIZE, x: paper.left + x, width });
    bottom = Math.max(bottom, paper.y);
  }
  paper.y = bottom + 2;
};
