import type { PackageFile } from './package-zip.js';

const th = `ชุดหลักฐานแบบสำรวจงานบริการ e-Service
กรมส่งเสริมการปกครองท้องถิ่น

ชุดหลักฐานนี้ตรวจสอบได้โดยไม่ต้องใช้ระบบที่จัดทำ และไม่ต้องเชื่อถือระบบนั้น

วิธีตรวจ (ต้องมี Node.js รุ่น 20 ขึ้นไป):

    node check.mjs <แฟ้ม zip หรือโฟลเดอร์นี้> --key <ลายนิ้วมือกุญแจ>

ลายนิ้วมือกุญแจคือ SHA-256 ของกุญแจสาธารณะ ขอจากกรมฯ โดยทางอื่นที่ไม่ใช่ชุดหลักฐานนี้
หากไม่ระบุ โปรแกรมจะแสดงลายนิ้วมือของกุญแจในชุดหลักฐานให้เทียบเอง
เพื่อความมั่นใจ ใช้ check.mjs จากแหล่งที่ท่านเชื่อถือ ไม่ใช่จากชุดหลักฐานที่กำลังตรวจ

แฟ้มในชุดหลักฐาน

  events/*.jsonl       เหตุการณ์ทั้งหมดของแต่ละสตรีม บรรทัดละหนึ่งเหตุการณ์: ข้อมูลที่นำไปคำนวณแฮช แฮช และลำดับในบันทึกทั้งระบบ
  read-model/*.json    แบบสำรวจของแต่ละ อปท. ณ จุดตรวจสอบล่าสุด
  certified/*.json     ข้อมูลที่รับรอง: SHA-256 ของแฟ้มคือลายนิ้วมือข้อมูล
  receipts/*.pdf       ใบรับการรับรองข้อมูล (ลำดับท้ายชื่อแฟ้มคือลำดับเหตุการณ์)
  checkpoints/         จุดตรวจสอบของบันทึกทั้งระบบที่ลงลายเซ็นแล้ว (Ed25519)
  proofs/              หลักฐานว่าเหตุการณ์อยู่ในบันทึก และบันทึกเพิ่มขึ้นอย่างเดียว (RFC 9162)
  checkpoint-key.pub.pem   กุญแจสาธารณะ
  manifest.json, manifest.sig   บัญชีแฟ้มพร้อม SHA-256 และลายเซ็น

ใบรับมีชื่อผู้รับรองเท่าที่ระบบเก็บไว้ ซึ่งเป็นข้อมูลส่วนบุคคล เหตุการณ์ไม่มีชื่อบุคคล
โปรแกรมตรวจใบรับ PDF ด้วยบัญชีแฟ้มเท่านั้น และไม่อาจทราบว่ามีเหตุการณ์ใดเกิดขึ้นหลังจุดตรวจสอบล่าสุด
`;

const en = `Evidence package of the e-Service survey
Department of Local Administration, Thailand

It can be checked without the system that made it, and without trusting that system.

To check it (Node.js 20 or later):

    node check.mjs <the zip file, or this folder> --key <key fingerprint>

The key fingerprint is the SHA-256 of the public key. Get it from the department by another way than this package;
without it the program shows the fingerprint of the key in the package, to be compared by hand.
To be sure, run a check.mjs that you got from where you trust, not the one of the package in question.

The files

  events/*.jsonl       every event of each stream, a line each: what its hash covers, the hash, its place in the whole log
  read-model/*.json    the form of each LAO as of the latest checkpoint
  certified/*.json     what was certified: the SHA-256 of the file is the fingerprint
  receipts/*.pdf       receipts of certifications (the number behind the @ is the revision)
  checkpoints/         signed checkpoints of the whole log (Ed25519)
  proofs/              that the events are in the log, and that the log only grew (RFC 9162)
  checkpoint-key.pub.pem   the public key
  manifest.json, manifest.sig   the files with their SHA-256, and the signature of that list

Receipts show the names of those who certified, as far as the system keeps them: personal data. Events hold no names.
The program checks the PDFs by the manifest only, and cannot know what happened behind the latest checkpoint.
`;

/** The first page that a third party reads, in Thai and English. */
export const readmes: readonly PackageFile[] = [
  { name: 'README.th.txt', bytes: Buffer.from(th) },
  { name: 'README.en.txt', bytes: Buffer.from(en) },
];
