/** The texts of the progress of the nation. */
export const th = {
  'progress.title': 'ความคืบหน้าทั่วประเทศ',
  'progress.total': 'รวมทั้งหมด',
  'progress.rest':
    'ยังไม่เริ่ม {notStarted} · กำลังกรอก {inProgress} · ส่งกลับ {returned} · จังหวัดรับรองแล้ว {certified} จาก {total} จังหวัด',
  'progress.by-province': 'รายจังหวัด',
  'progress.name': 'จังหวัด',
  'progress.notStarted': 'ยังไม่เริ่ม',
  'progress.inProgress': 'กำลังกรอก',
  'progress.returned': 'ส่งกลับ',
  'progress.certified': 'รับรองแล้ว',
  'progress.missing': 'ยังขาด',
  'progress.province-certified': 'จังหวัดรับรองเมื่อ',
} as const;
