/** The texts of the page of tokens. */
export const th = {
  'tokens.explain':
    'Excel, Power BI และโปรแกรมอื่น ๆ ใช้โทเค็นอ่านผลสำรวจที่ท่านมีสิทธิ์ดู โทเค็นแก้ไขข้อมูลไม่ได้ และใช้กับส่วนอื่นของระบบไม่ได้ กรุณาเก็บไว้เหมือนรหัสผ่าน และสร้างแยกสำหรับแต่ละโปรแกรม',
  'tokens.none': 'ท่านยังไม่มีโทเค็น',
  'tokens.new': 'สร้างโทเค็น',
  'tokens.name': 'ใช้สำหรับ',
  'tokens.name-example': 'เช่น Power BI ของสำนัก',
  'tokens.lifetime': 'อายุ',
  'tokens.days': '{count} วัน',
  'tokens.created': 'สร้างเมื่อ',
  'tokens.expires': 'หมดอายุเมื่อ',
  'tokens.last-used': 'ใช้ล่าสุดเมื่อ',
  'tokens.never-used': 'ยังไม่เคยใช้',
  'tokens.resting': 'พักการใช้งาน เพราะระบบยืนยันตัวตนไม่ยืนยันบัญชีของท่าน เมื่อเข้าสู่ระบบอีกครั้งจะใช้ได้ตามเดิม',
  'tokens.revoke': 'เพิกถอน',
  'tokens.revoke-title': 'เพิกถอน “{name}” หรือไม่',
  'tokens.revoke-explain': 'โปรแกรมที่ใช้โทเค็นนี้จะอ่านข้อมูลไม่ได้ทันที โทเค็นที่เพิกถอนแล้วนำกลับมาใช้ไม่ได้',
  'tokens.made': 'สร้างโทเค็น “{name}” แล้ว',
  'tokens.shown-once': 'กรุณาคัดลอกไว้ตอนนี้ ระบบแสดงโทเค็นเพียงครั้งเดียว',
  'tokens.token': 'โทเค็น',
  'tokens.copy': 'คัดลอก',
  'tokens.copied': 'คัดลอกโทเค็นแล้ว',
  'tokens.copy-by-hand': 'เบราว์เซอร์ไม่อนุญาตให้คัดลอก โทเค็นถูกเลือกไว้แล้ว กรุณากด Ctrl+C',
  'tokens.use':
    'ใน Excel และ Power BI ให้เปิดฟีด OData {address} แล้วเลือกการลงชื่อเข้าใช้แบบ “Basic” (พื้นฐาน): ชื่อผู้ใช้ใส่อะไรก็ได้ รหัสผ่านคือโทเค็น',
} as const;
