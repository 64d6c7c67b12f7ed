/** The texts of the review of a survey. */
export const th = {
  'review.title': 'ตรวจแบบสำรวจ',
  'review.place': 'แห่งที่ {place} จาก {length} ที่เลือกไว้',
  'review.before': '‹ แห่งก่อนหน้า',
  'review.after': 'แห่งถัดไป ›',
  'review.confirm': 'ตรวจแล้ว',
  'review.confirm-next': 'ตรวจแล้ว ไปแห่งถัดไป',
  'review.whole-form': 'ดูแบบสำรวจทั้งฉบับ',
  'review.keys': 'กด ↑ ↓ เพื่อเลื่อน กด F ที่รายการเพื่อทำเครื่องหมาย “ต้องแก้ไข”',
  'review.outlier': 'ต่างจากที่อื่นมาก',
  'review.outlier-why': '{count} คน ต่างจาก อปท. ประเภทเดียวกันในจังหวัด {offices} แห่งมาก (ค่ากลาง {median} คน)',
  'review.choices': '{count} เรื่อง',
  'review.channels': '{count} ช่องทาง',
} as const;
