import { LARGEST_QUESTIONNAIRE, type FaultCode, type QuestionnaireFault } from './questionnaire-faults.js';

interface Words {
  readonly th: string;
  readonly en: string;
}

/** `{value}` is the value of the fault. The server and the browser say the same. */
const words: { readonly [code in FaultCode]: Words } = {
  'not-an-object': { th: 'ไม่ใช่ออบเจ็กต์ JSON', en: 'is not a JSON object' },
  'not-a-list': { th: 'ไม่ใช่รายการ', en: 'is not a list' },
  'list-empty': { th: 'เป็นรายการว่าง', en: 'is an empty list' },
  'list-length': { th: 'ต้องมี {value} รายการ', en: 'must have {value} items' },
  'bad-version': { th: 'รุ่นต้องเขียนแบบ “2565.1”', en: 'is not a version like "2565.1"' },
  'bad-year': { th: 'ไม่ใช่ปีพุทธศักราช', en: 'is not a year of the Buddhist era' },
  'bad-id': {
    th: 'รหัสต้องเป็นอักษร a–z ตัวเลข หรือขีดกลาง',
    en: 'is not an id of the letters a–z, digits and hyphens',
  },
  'id-twice': { th: 'ใช้รหัส “{value}” ซ้ำ', en: 'uses the id "{value}" a second time' },
  'wrong-number': { th: 'ต้องเป็นลำดับที่ {value}', en: 'is not numbered {value}' },
  'unknown-kind': {
    th: 'ชนิดต้องเป็น “service” หรือ “multi-choice”',
    en: 'is neither "service" nor "multi-choice"',
  },
  'unknown-add-row': {
    th: 'ต้องเป็น “per-group” หรือ “aspect-button”',
    en: 'is neither "per-group" nor "aspect-button"',
  },
  'choices-of-service': {
    th: 'มีตัวเลือก ทั้งที่รายการเป็นงานบริการเดียว',
    en: 'has choices although the row is a service',
  },
  'free-text': {
    th: 'เฉพาะตัวเลือกรหัส “other” เท่านั้นที่ให้พิมพ์ข้อความ และต้องมี freeText',
    en: 'the choice "other", and only it, must have freeText',
  },
  'too-large': {
    th: `แบบสอบถามใหญ่เกิน ${LARGEST_QUESTIONNAIRE / 1024} กิโลไบต์`,
    en: `is larger than ${LARGEST_QUESTIONNAIRE / 1024} KiB`,
  },
  'aspect-too-large': {
    th: 'มีรายการ ตัวเลือก ขั้นตอน หรือช่องทางมากเกินกว่าจะบันทึกคำตอบได้ในครั้งเดียว',
    en: 'has more rows, choices, steps or channels than one save can hold',
  },
  'text-not-a-string': { th: 'ไม่มีข้อความ', en: 'is not a text' },
  'text-blank': { th: 'เป็นข้อความว่าง', en: 'is blank' },
  'text-too-long': { th: 'ยาวเกินไป', en: 'is too long' },
  'text-control-character': { th: 'มีอักขระควบคุม', en: 'has a control character' },
  'text-broken-unicode': { th: 'มีอักขระ Unicode ที่เสียหาย', en: 'has broken Unicode' },
  'text-emoji': { th: 'มีอีโมจิ', en: 'has an emoji' },
  'text-direction-control': { th: 'มีอักขระควบคุมทิศทางข้อความ', en: 'has a character that turns the text' },
  'text-private-use': { th: 'มีอักขระเฉพาะของแบบอักษร', en: 'has a character of a font of its own' },
  'text-stacked-marks': { th: 'มีเครื่องหมายซ้อนกันมากเกินไป', en: 'has too many marks on one letter' },
  'list-too-long': { th: 'มีรายการมากเกินไป', en: 'has too many items' },
};

/** What is wrong, without the place. */
export const faultWords = ({ code, value = '' }: QuestionnaireFault, language: keyof Words): string =>
  words[code][language].replace('{value}', value);
