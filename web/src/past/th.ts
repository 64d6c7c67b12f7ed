/** The texts of the look into the past. */
export const th = {
  'audit.show': 'แสดง',
  'audit.at-time': 'ดูข้อมูล ณ เวลา (วัน/เดือน/ปี พ.ศ. ชั่วโมง:นาที:วินาที)',
  'past.title': 'ดูข้อมูลย้อนหลัง',
  'past.slider': 'เลือกเหตุการณ์ที่ต้องการดูย้อนหลัง',
  'past.banner': 'ข้อมูล ณ {time} (ย้อนหลัง)',
  'past.read-only': 'ดูได้อย่างเดียว แก้ไขไม่ได้',
  'past.back': 'กลับสู่ปัจจุบัน',
  'past.step-before': '‹ เหตุการณ์ก่อนหน้า',
  'past.step-after': 'เหตุการณ์ถัดไป ›',
  'past.mark-before': '« จุดสำคัญก่อนหน้า',
  'past.mark-after': 'จุดสำคัญถัดไป »',
  'past.to-now': 'ปัจจุบัน »',
} as const;
