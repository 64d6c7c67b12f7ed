/** The texts of the pages of differences. */
export const th = {
  'difference.title': 'สิ่งที่เปลี่ยนแปลงในแบบสำรวจของ {name} ปีงบประมาณ {year}',
  'difference.province': 'สิ่งที่เปลี่ยนแปลงในจังหวัด{name} ปีงบประมาณ {year}',
  'difference.since': 'ตั้งแต่ {time}',
  'difference.since-certified': 'ตั้งแต่การรับรองครั้งก่อน',
  'difference.since-returned': 'ตั้งแต่ถูกส่งกลับ',
  'difference.since-looked': 'ตั้งแต่ท่านดูครั้งก่อน',
  'difference.none': 'ไม่มีสิ่งใดเปลี่ยนแปลง',
  'difference.cells': 'คำตอบที่เปลี่ยน {count} ช่อง',
  'difference.field': 'ช่อง',
  'difference.before': 'เดิม',
  'difference.after': 'ใหม่',
} as const;
