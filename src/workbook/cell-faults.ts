import { MAX_COUNT } from '../basics/count.js';
import { MAX_OTHER_CHOICES, MAX_OTHER_TEXT, type AnswerViolation } from '../questionnaire/answer.js';
import { MAX_ADDED_ROWS } from '../questionnaire/questionnaire.js';

/** Why a cell of a workbook was left out. The form keeps what it has there. */
export type CellFaultCode =
  | 'not-a-word'
  | 'not-a-mark'
  | 'not-asked'
  | 'unclear-branch'
  | 'branch-cleared'
  | 'formula-without-value'
  | 'formula-error'
  | 'date'
  | 'merged'
  | 'unknown-row'
  | 'row-removed'
  | 'row-missing'
  | 'row-twice'
  | 'column-missing'
  | 'sheet-missing'
  | 'sheet-twice'
  | 'title-changed'
  | 'title-missing'
  | 'too-many-rows'
  | Exclude<
      AnswerViolation['code'],
      'not-an-object' | 'unknown-field' | 'not-a-boolean' | 'not-a-list' | 'unknown-choice'
    >;

export interface CellFault {
  /** The title of the sheet. */
  readonly sheet: string;
  /** `F12`, `D5:D9`, or a letter for a whole column; empty for the whole sheet. */
  readonly cell: string;
  readonly code: CellFaultCode;
  /** What was found, or which row or column is meant. */
  readonly value?: string;
}

interface Words {
  readonly th: string;
  readonly en: string;
}

/** `{value}` is the value of the fault. */
const words: { readonly [code in CellFaultCode]: Words } = {
  'not-a-word': { th: '“{value}” ไม่ใช่คำตอบในรายการ', en: '"{value}" is not an answer of the list' },
  'not-a-mark': {
    th: '“{value}” ไม่ใช่เครื่องหมายเลือก ใช้ ✓ หรือเว้นว่าง',
    en: '"{value}" is no tick: use ✓, or leave the cell empty',
  },
  'not-asked': {
    th: 'กรอก “{value}” ในช่องที่คำตอบ มี/ไม่มี ของแถวนี้ไม่ถาม',
    en: '"{value}" is in a cell that the row does not ask for, by its answer to มี/ไม่มี',
  },
  'unclear-branch': {
    th: 'ยังไม่ได้ตอบ มี/ไม่มี แต่กรอกทั้งช่องของ มี และช่องของ ไม่มี',
    en: 'มี/ไม่มี is not answered, and cells of both are filled',
  },
  'branch-cleared': {
    th: 'ลบคำตอบ มี/ไม่มี แต่ช่องอื่นของแถวยังมีคำตอบ',
    en: 'มี/ไม่มี was cleared, but other cells of the row are still answered',
  },
  'formula-without-value': {
    th: 'มีสูตรที่ยังไม่ได้คำนวณ เปิดไฟล์แล้วบันทึกใหม่ หรือพิมพ์ค่าแทนสูตร',
    en: 'holds a formula that was not calculated: open and save the file, or type the value',
  },
  'formula-error': { th: 'สูตรให้ผลผิดพลาด {value}', en: 'holds a formula with the error {value}' },
  date: {
    th: 'เป็นวันที่ Excel อาจแปลงสิ่งที่พิมพ์เป็นวันที่',
    en: 'is a date; Excel may have made one of what was typed',
  },
  merged: {
    th: 'ผสานเซลล์คำตอบหลายช่อง ยกเลิกการผสานเซลล์ก่อน',
    en: 'merges cells of answers: separate them first',
  },
  'unknown-row': { th: 'แบบสำรวจไม่มีแถวนี้ ({value})', en: 'the form has no such row ({value})' },
  'row-removed': {
    th: '“{value}” ถูกลบออกจากแบบสำรวจแล้ว',
    en: '"{value}" was removed from the form meanwhile',
  },
  'row-missing': { th: 'ไม่มีแถวของ “{value}”', en: 'the line of "{value}" is missing' },
  'row-twice': { th: 'แถวของ “{value}” ซ้ำ', en: 'the line of "{value}" is there twice' },
  'column-missing': { th: 'ไม่มีคอลัมน์ “{value}”', en: 'the column "{value}" is missing' },
  'sheet-missing': { th: 'ไม่มีแผ่นงานนี้', en: 'the sheet is missing' },
  'sheet-twice': { th: 'แผ่นงานของด้านนี้ซ้ำ', en: 'the sheet of this aspect is there twice' },
  'title-changed': {
    th: 'ชื่องานบริการในไฟล์ไม่ตรงกับแบบสำรวจ (“{value}”) แก้ชื่อได้ในระบบเท่านั้น',
    en: 'the title differs from that in the form ("{value}"); titles are corrected in the form only',
  },
  'title-missing': { th: 'กรอกคำตอบแต่ไม่มีชื่องานบริการ', en: 'has answers without the name of a service' },
  'too-many-rows': {
    th: `เพิ่มงานบริการได้ไม่เกิน ${MAX_ADDED_ROWS} รายการ`,
    en: `a form takes at most ${MAX_ADDED_ROWS} added services`,
  },
  'not-a-count': { th: '“{value}” ไม่ใช่จำนวน', en: '"{value}" is not a number' },
  'count-negative': { th: '“{value}” น้อยกว่า 0', en: '"{value}" is below 0' },
  'count-fractional': { th: '“{value}” ไม่ใช่จำนวนเต็ม', en: '"{value}" is not a whole number' },
  'count-too-large': {
    th: `“{value}” มากกว่า ${MAX_COUNT.toLocaleString('en')}`,
    en: `"{value}" is above ${MAX_COUNT.toLocaleString('en')}`,
  },
  'text-not-a-string': { th: 'ไม่ใช่ข้อความ', en: 'is not a text' },
  'text-blank': { th: 'เป็นข้อความว่าง', en: 'is blank' },
  'text-too-long': {
    th: `ยาวเกินไป (คำตอบยาวได้ ${MAX_OTHER_TEXT} อักขระ)`,
    en: `is too long (answers: ${MAX_OTHER_TEXT} characters)`,
  },
  'text-control-character': { th: 'มีอักขระควบคุมหรือขึ้นบรรทัดใหม่', en: 'has a control character or a line break' },
  'text-broken-unicode': { th: 'มีอักขระ Unicode ที่เสียหาย', en: 'has broken Unicode' },
  'text-emoji': { th: 'มีอีโมจิ', en: 'has an emoji' },
  'text-direction-control': { th: 'มีอักขระควบคุมทิศทางข้อความ', en: 'has a character that turns the text' },
  'text-private-use': { th: 'มีอักขระเฉพาะของแบบอักษร', en: 'has a character of a font of its own' },
  'text-stacked-marks': { th: 'มีเครื่องหมายซ้อนกันมากเกินไป', en: 'has too many marks on one letter' },
  'list-too-long': { th: `มีเกิน ${MAX_OTHER_CHOICES} รายการ`, en: `has more than ${MAX_OTHER_CHOICES} items` },
};

/** What is wrong, without the place. */
export const cellFaultWords = ({ code, value = '' }: CellFault): Words => ({
  th: words[code].th.replace('{value}', () => value),
  en: words[code].en.replace('{value}', () => value),
});
