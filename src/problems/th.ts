/** Thai wording of every problem: `{name}` is a detail of the problem. */
export const th = {
  'not-signed-in': { title: 'กรุณาเข้าสู่ระบบ', detail: 'ต้องเข้าสู่ระบบก่อนจึงจะใช้งานส่วนนี้ได้' },
  'invalid-token': { title: 'โทเค็นใช้ไม่ได้', detail: 'โทเค็นหมดอายุ ลายเซ็นไม่ถูกต้อง หรือออกโดยผู้ให้บริการอื่น' },
  'sign-in-failed': { title: 'เข้าสู่ระบบไม่สำเร็จ', detail: 'ระบบยืนยันตัวตนแจ้งว่า: {reason}' },
  'sign-in-unavailable': {
    title: 'ระบบยืนยันตัวตนไม่พร้อมใช้งาน',
    detail: 'ติดต่อระบบยืนยันตัวตนไม่ได้ในขณะนี้ ผู้ที่เข้าสู่ระบบแล้วยังใช้งานต่อได้',
  },
  'no-access': { title: 'ไม่มีสิทธิ์ใช้งาน', detail: 'บัญชีนี้ไม่มีบทบาทหรือไม่มีหน่วยงานในระบบแบบสำรวจ' },
  'not-allowed': { title: 'บทบาทนี้ทำรายการนี้ไม่ได้', detail: 'บทบาทของท่านไม่มีสิทธิ์ทำรายการนี้' },
  'out-of-scope': { title: 'อยู่นอกขอบเขตของท่าน', detail: 'ข้อมูลนี้เป็นของหน่วยงานหรือจังหวัดอื่น' },
  'cross-site-request': { title: 'คำขอมาจากเว็บไซต์อื่น', detail: 'ระบบรับเฉพาะคำขอที่ส่งจากหน้าเว็บของระบบเอง' },

  'not-found': { title: 'ไม่พบหน้าที่ขอ', detail: 'ไม่มีสิ่งที่ขอในระบบ' },
  'unknown-campaign': { title: 'ไม่พบรอบสำรวจ', detail: 'ไม่มีรอบสำรวจของปีงบประมาณ {fiscalYear}' },
  'unknown-lao': { title: 'ไม่พบ อปท.', detail: 'ไม่มี อปท. รหัส {laoCode}' },
  'unknown-province': { title: 'ไม่พบจังหวัด', detail: 'ไม่มีจังหวัดรหัส {provinceCode}' },
  'lao-not-in-campaign': {
    title: 'อปท. ไม่อยู่ในรอบสำรวจ',
    detail: 'อปท. รหัส {laoCode} ไม่อยู่ในรอบสำรวจปีงบประมาณ {fiscalYear}',
  },
  'province-not-in-campaign': {
    title: 'จังหวัดไม่อยู่ในรอบสำรวจ',
    detail: 'จังหวัดรหัส {provinceCode} ไม่อยู่ในรอบสำรวจปีงบประมาณ {fiscalYear}',
  },
  'unknown-aspect': { title: 'ไม่พบด้าน', detail: 'แบบสำรวจนี้ไม่มีด้าน “{aspectId}”' },
  'unknown-group': { title: 'ไม่พบประเภทงานบริการ', detail: 'ด้านนี้ไม่มีประเภทงานบริการ “{groupId}”' },
  'unknown-row': { title: 'ไม่พบรายการ', detail: 'ด้านนี้ไม่มีรายการ “{rowId}”' },
  'unknown-rows': { title: 'มีรายการที่ไม่รู้จัก', detail: 'ไม่มีรายการ {rowIds} จึงไม่ได้บันทึกสิ่งใด' },
  'unknown-revision': { title: 'ไม่พบลำดับเหตุการณ์', detail: 'แบบสำรวจนี้ไม่มีลำดับเหตุการณ์ที่ {revision}' },
  'no-standing-certification': {
    title: 'ไม่มีการรับรองข้อมูลที่มีผลอยู่',
    detail: 'หน่วยงานนี้ยังไม่ได้รับรองข้อมูลของปีนี้ หรือการรับรองสิ้นผลแล้ว ขอใบรับของการรับรองครั้งก่อนได้โดยระบุ revision',
  },
  'not-a-certification': {
    title: 'ไม่พบการรับรองข้อมูล',
    detail: 'ลำดับเหตุการณ์ที่ {revision} ไม่ใช่การรับรองข้อมูลของหน่วยงานนี้',
  },
  'unknown-fingerprint': {
    title: 'ไม่พบการรับรองข้อมูลที่มีลายนิ้วมือนี้',
    detail: 'ระบบไม่เคยบันทึกการรับรองข้อมูลที่มีลายนิ้วมือ {fingerprint}',
  },
  'unknown-position': { title: 'ไม่พบเหตุการณ์', detail: 'ไม่มีเหตุการณ์ที่ตำแหน่ง {position} ในส่วนของบันทึกที่ขอ' },
  'unknown-log-size': { title: 'บันทึกไม่เคยมีขนาดนี้', detail: 'บันทึกมี {events} เหตุการณ์ จึงพิสูจน์ขนาด {size} ไม่ได้' },
  'no-checkpoint': { title: 'ยังไม่มีจุดตรวจสอบ', detail: 'ระบบยังไม่ได้ลงลายมือชื่อรับรองบันทึก หรือไม่มีจุดตรวจสอบขนาดที่ขอ' },
  'unknown-person': { title: 'ไม่พบบุคคล', detail: 'ระบบไม่ได้เก็บข้อมูลของรหัสผู้ใช้ {sub}' },
  'unknown-questionnaire': { title: 'ไม่พบแบบสอบถาม', detail: 'ไม่มีแบบสอบถามรุ่น {version}' },

  'malformed-json': { title: 'ข้อมูลที่ส่งไม่ใช่ JSON ที่ถูกต้อง', detail: 'อ่านข้อมูลที่ส่งมาไม่ได้ จึงไม่ได้บันทึกสิ่งใด' },
  'unsupported-media-type': { title: 'ชนิดข้อมูลไม่รองรับ', detail: 'กรุณาส่งข้อมูลเป็น application/json' },
  'malformed-request': { title: 'คำขอไม่ถูกต้อง', detail: 'สิ่งที่ส่งมาไม่ใช่คำขอ HTTP' },
  'request-timeout': {
    title: 'ส่งคำขอนานเกินไป',
    detail: 'ระบบไม่ได้รับคำขอครบภายใน {seconds} วินาที ยังไม่ได้บันทึกสิ่งใด',
  },
  'headers-too-large': { title: 'ส่วนหัวใหญ่เกินไป', detail: 'ส่วนหัวของคำขอใหญ่เกินกำหนด' },
  'invalid-host': { title: 'ชื่อโฮสต์ไม่ถูกต้อง', detail: 'ส่วนหัว Host ของคำขอไม่ใช่ชื่อโฮสต์' },
  'method-not-allowed': { title: 'ใช้เมธอดนี้ไม่ได้', detail: 'ที่อยู่นี้รับเฉพาะ {allowed}' },
  'body-too-large': { title: 'ข้อมูลใหญ่เกินไป', detail: 'ส่งได้ไม่เกิน {limitBytes} ไบต์ต่อครั้ง' },
  'invalid-request': {
    title: 'ข้อมูลที่ส่งไม่ถูกต้อง',
    detail: 'กรุณาแก้ไขตามรายการใน violations แล้วส่งใหม่ ยังไม่ได้บันทึกสิ่งใด',
  },
  'moment-to-come': {
    title: 'เวลาที่ขอยังมาไม่ถึง',
    detail: 'ดูข้อมูลย้อนหลังได้เฉพาะเวลาที่ผ่านมาแล้ว แต่ขอเวลา {at}',
  },
  'invalid-answers': {
    title: 'คำตอบไม่ถูกต้อง',
    detail: 'มีคำตอบที่ไม่ถูกต้อง กรุณาแก้ไขตามรายการใน violations ยังไม่ได้บันทึกสิ่งใด',
  },
  'invalid-title': {
    title: 'ชื่อรายการไม่ถูกต้อง',
    detail: 'ชื่อรายการต้องเป็นข้อความบรรทัดเดียว ไม่ว่าง และไม่เกิน {maxLength} ตัวอักษร ({reason})',
  },
  'invalid-reason': {
    title: 'เหตุผลไม่ถูกต้อง',
    detail: 'กรุณาระบุเหตุผลเป็นข้อความ ไม่ว่าง และไม่เกิน {maxLength} ตัวอักษร ({reason})',
  },
  'invalid-note': {
    title: 'หมายเหตุไม่ถูกต้อง',
    detail: 'หมายเหตุของรายการต้องเป็นข้อความบรรทัดเดียว ไม่ว่าง และไม่เกิน {maxLength} ตัวอักษร ({reason})',
  },
  'invalid-fingerprint': {
    title: 'ลายนิ้วมือข้อมูลไม่ถูกต้อง',
    detail: 'ลายนิ้วมือข้อมูลเป็นเลขฐานสิบหก 64 ตัว (0–9 และ a–f) ติดกันโดยไม่เว้นวรรค',
  },
  'invalid-name': {
    title: 'ชื่อบุคคลไม่ถูกต้อง',
    detail: 'ชื่อต้องเป็นข้อความบรรทัดเดียว ไม่ว่าง และไม่เกิน {maxLength} ตัวอักษร ({reason})',
  },
  'reason-names-person': {
    title: 'เหตุผลมีชื่อบุคคล',
    detail: 'เหตุผลจะอยู่ในบันทึกถาวรและลบไม่ได้ จึงต้องไม่ระบุชื่อบุคคลนั้น กรุณาแก้ไข ยังไม่ได้ดำเนินการใด',
  },
  'invalid-if-match': {
    title: 'If-Match ไม่ถูกต้อง',
    detail: 'If-Match ต้องเป็นเลขลำดับของแบบสำรวจ แต่ได้รับ “{value}”',
  },
  'precondition-required': {
    title: 'ต้องระบุ If-Match',
    detail: 'กรุณาส่งส่วนหัว If-Match เป็นเลขลำดับของแบบสำรวจที่แก้ไข เพื่อไม่ให้ทับข้อมูลของผู้อื่น',
  },
  'invalid-idempotency-key': {
    title: 'Idempotency-Key ไม่ถูกต้อง',
    detail: 'Idempotency-Key ต้องเป็นตัวอักษร ASCII ที่มองเห็นได้ ไม่ว่าง และไม่เกิน {maxLength} ตัว',
  },
  'idempotency-key-reused': {
    title: 'Idempotency-Key ถูกใช้กับคำสั่งอื่นแล้ว',
    detail: 'คีย์นี้เคยใช้กับคำสั่งที่มีเนื้อหาต่างกัน กรุณาใช้คีย์ใหม่ ไม่ได้บันทึกสิ่งใด',
  },
  'too-many-requests': { title: 'คำขอถี่เกินไป', detail: 'กรุณาลองใหม่ใน {retryAfterSeconds} วินาที' },

  'revision-conflict': {
    title: 'มีผู้แก้ไขแบบสำรวจนี้ก่อนแล้ว',
    detail:
      'ข้อมูลที่ท่านแก้ไขเป็นลำดับที่ {expectedRevision} แต่ปัจจุบันเป็นลำดับที่ {currentRevision} รายการที่เปลี่ยนอยู่ใน changes ข้อมูลของท่านยังไม่ถูกบันทึก',
  },
  'concurrent-change': { title: 'มีการเปลี่ยนแปลงพร้อมกัน', detail: 'มีผู้ทำรายการพร้อมกันหลายครั้ง กรุณาลองใหม่' },
  'campaign-exists': { title: 'มีรอบสำรวจนี้แล้ว', detail: 'เปิดรอบสำรวจปีงบประมาณ {fiscalYear} ไว้แล้ว' },
  'campaign-not-open-yet': {
    title: 'ยังไม่ถึงเวลาเปิดรับข้อมูล',
    detail: 'รอบสำรวจปีงบประมาณ {fiscalYear} เปิดรับตั้งแต่ {opensAt}',
  },
  'campaign-closed': {
    title: 'ปิดรับข้อมูลแล้ว',
    detail: 'รอบสำรวจปีงบประมาณ {fiscalYear} ปิดรับเมื่อ {closesAt} จึงแก้ไขข้อมูลไม่ได้',
  },
  'campaign-already-closed': { title: 'ปิดรอบสำรวจไปแล้ว', detail: 'รอบสำรวจปีงบประมาณ {fiscalYear} ปิดไปแล้ว' },
  'invalid-window': { title: 'ช่วงเวลาไม่ถูกต้อง', detail: 'ช่วงเวลาของรอบสำรวจไม่ถูกต้อง: {reason}' },
  'survey-locked': {
    title: 'รับรองข้อมูลแล้ว แก้ไขไม่ได้',
    detail: 'อปท. รับรองข้อมูลเมื่อ {certifiedAt} จะแก้ไขได้เมื่อจังหวัดส่งกลับ',
  },
  'survey-already-certified': { title: 'รับรองข้อมูลไปแล้ว', detail: 'อปท. รับรองข้อมูลเมื่อ {certifiedAt}' },
  'survey-incomplete': {
    title: 'กรุณากรอกข้อมูลให้ครบก่อนทำการรับรองข้อมูล',
    detail: 'ด้านและรายการที่ยังไม่ครบอยู่ใน aspects',
  },
  'survey-not-certified': {
    title: 'อปท. ยังไม่ได้รับรองข้อมูล',
    detail: 'ส่งกลับได้เฉพาะแบบสำรวจที่รับรองแล้ว แต่ อปท. รหัส {laoCode} ยังไม่ได้รับรองข้อมูล',
  },
  'standard-row': {
    title: 'ลบรายการตั้งต้นไม่ได้',
    detail: 'สามารถทำการลบได้เฉพาะข้อมูลที่ผู้ใช้งานทำการเพิ่มใหม่เท่านั้น ไม่สามารถลบข้อมูลตั้งต้นของแบบฟอร์มได้',
  },
  'too-many-rows': { title: 'เพิ่มรายการมากเกินไป', detail: 'เพิ่มรายการได้ไม่เกิน {limit} รายการต่อแบบสำรวจ' },
  'person-erased': { title: 'ลบข้อมูลบุคคลนี้แล้ว', detail: 'ข้อมูลของบุคคลนี้ถูกลบไปแล้วเมื่อ {since}' },
  'province-incomplete': {
    title: 'จังหวัดไม่สามารถรับรองข้อมูลได้',
    detail: 'จังหวัดไม่สามารถรับรองข้อมูลได้ เนื่องจาก มี {count} อปท. ภายใต้จังหวัด ยังไม่ได้ดำเนินการรับรองข้อมูล',
  },
  'province-certified': {
    title: 'จังหวัดรับรองข้อมูลแล้ว',
    detail: 'จังหวัดรับรองข้อมูลทั้งหมดเมื่อ {certifiedAt} จึงเปลี่ยนแปลงไม่ได้ จนกว่ากรมจะเพิกถอนการรับรอง',
  },
  'province-not-certified': { title: 'จังหวัดยังไม่ได้รับรองข้อมูล', detail: 'ไม่มีการรับรองของจังหวัดให้เพิกถอน' },

  'read-model-behind': {
    title: 'ระบบกำลังประมวลผล',
    detail: 'บันทึกแล้ว แต่หน้าที่ขอยังประมวลผลไม่ถึงลำดับ {after} กรุณาลองใหม่',
  },
  'store-unavailable': {
    title: 'ระบบจัดเก็บข้อมูลไม่พร้อมใช้งาน',
    detail: 'ยังไม่ทราบว่าบันทึกแล้วหรือไม่ กรุณาส่งใหม่ด้วย Idempotency-Key เดิม ({reason})',
  },
  'record-damaged': {
    title: 'บันทึกของแบบสำรวจนี้เสียหาย',
    detail: 'ประวัติในบันทึกไม่ครบถ้วน ({stream} เหตุการณ์ที่ {revision}) จึงดำเนินการต่อไม่ได้ โปรดแจ้งผู้ดูแลระบบทันที',
  },
  'log-tampered': { title: 'บันทึกถูกเปลี่ยนแปลง', detail: 'จึงไม่ลงลายมือชื่อรับรอง โปรดแจ้งผู้ดูแลระบบทันที: {faultTh}' },
  'internal-error': { title: 'ระบบขัดข้อง', detail: 'เกิดข้อผิดพลาดในระบบ ได้บันทึกไว้ให้ผู้ดูแลตรวจสอบแล้ว' },
} as const;
