/**
 * Words that ICU cuts in two. Browsers and Node break Thai lines by its dictionary, which lacks these.
 * They are words of the questionnaire and of what is written about it. A longer word comes before one that it begins with.
 */
export const wholeWords: readonly string[] = [
  'เกี่ยวกับ',
  'เคลื่อนย้าย',
  'เครือข่าย',
  'เจ้าหน้าที่',
  'เชื้อเพลิง',
  'ช่วยเหลือ',
  'ช่องทาง',
  'ขั้นตอน',
  'ดำเนินการ',
  'ดำเนินงาน',
  'ด้อยโอกาส',
  'เดือดร้อน',
  'ตรวจสอบ',
  'ท้องถิ่น',
  'นอกเหนือ',
  'ใบอนุญาต',
  'ประพฤติมิชอบ',
  'เป้าหมาย',
  'พร้อมเพย์',
  'พาณิชยกิจ',
  'พื้นฐาน',
  'เพิ่มเติม',
  'ภาครัฐ',
  'มือถือ',
  'รายละเอียด',
  'รื้อถอน',
  'รูปแบบ',
  'ร้องทุกข์',
  'ร้องเรียน',
  'สถานที่',
  'สิ่งแวดล้อม',
  'หน่วยงาน',
  'หมายถึง',
  'อุดตัน',
];

const whole = new RegExp(`(${wholeWords.join('|')})`);

/** The text in parts. Every second part, from the second one on, is a word that no line may end inside. */
export const partsAroundWords = (text: string): readonly string[] => text.split(whole);
