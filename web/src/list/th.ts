/** The texts of the list of surveys. */
export const th = {
  'list.no': 'ลำดับ',
  'list.q': 'ชื่อ อปท.',
  'list.edit': 'แก้ไขข้อมูล',
  'list.paging': '{from} ถึง {to} จาก {total}',
  'list.paging.label': 'เปลี่ยนหน้า',
  'list.paging.page': 'หน้า:',
  'list.paging.previous': 'ก่อนหน้า',
  'list.paging.next': 'ถัดไป',
  'list.paging.size': 'จำนวนรายการต่อหน้า',
  'list.paging.items': '{count} รายการ',
  'unsent.open': 'เปิดแบบสำรวจปี {year} (รหัส อปท. {lao})',
} as const;
