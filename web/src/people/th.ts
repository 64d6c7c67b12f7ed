/** The texts of the page of personal data. */
export const th = {
  'people.title': 'ข้อมูลส่วนบุคคล',
  'people.explain':
    'ระบบเก็บเพียงชื่อของผู้ใช้ แยกจากบันทึกเหตุการณ์ แก้ไขหรือลบได้ตาม พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 สิ่งที่ผู้นั้นทำไว้ยังคงอยู่ในนามหน่วยงาน',
  'people.q': 'รหัสผู้ใช้ หรือส่วนหนึ่งของชื่อ',
  'people.none': 'ไม่พบบุคคลที่ค้นหา',
  'people.name': 'ชื่อ',
  'people.since': 'ตั้งแต่',
  'people.show': 'ดูข้อมูล',
  'people.erased': '(ลบชื่อแล้ว)',
  'people.kept': 'ชื่อที่เก็บไว้: {name} — {source} ตั้งแต่ {since}',
  'people.source.sign-in': 'ได้จากการเข้าสู่ระบบ',
  'people.source.correction': 'แก้ไขโดยผู้ดูแลระบบ',
  'people.source.erased': 'ลบโดยผู้ดูแลระบบ',
  'people.correct': 'แก้ไขชื่อ',
  'people.erase': 'ลบข้อมูล',
  'people.erase-explain':
    'ชื่อจะถูกลบออกจากระบบทุกแห่ง และจะไม่กลับมาเมื่อผู้นั้นเข้าสู่ระบบอีก เว้นแต่ผู้ดูแลระบบกรอกชื่อใหม่ตามความประสงค์ของเจ้าของข้อมูล',
  'people.reason-explain': 'เหตุผลจะอยู่ในบันทึกถาวร จึงต้องไม่ระบุชื่อบุคคล',
  'person-event.PersonalDataCorrected': 'แก้ไขชื่อ',
  'person-event.PersonalDataErased': 'ลบข้อมูล',
} as const;
