import { buffer } from 'node:stream/consumers';
import type { FormView } from '../form/form-view.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { deflatedZip, type TextFile } from '../spreadsheet/deflated-zip.js';
import { sheetName, workbookParts } from '../spreadsheet/sheet-xml.js';
import { FORM_FORMAT, FORM_FORMAT_VERSION, MARK, type FormIdentity } from './codes.js';
import { factsSheetXml, formSheetXml, proseSheetXml } from './form-sheet-xml.js';
import { formStyles } from './form-styles.js';
import { aspectSheet } from './layout.js';

const INSTRUCTIONS = 'คำชี้แจง';
const FACTS = 'ข้อมูลแบบฟอร์ม';

/** The form as a workbook: instructions, a sheet for each aspect, and a hidden sheet that says whose it is. The same form gives the same bytes. */
export const writeFormWorkbook = async (form: FormView, questionnaire: Questionnaire): Promise<Buffer> => {
  const aspects = questionnaire.aspects.map((aspect) => aspectSheet(questionnaire, form, aspect));
  const sheets = [
    { title: INSTRUCTIONS, xml: proseSheetXml(instructions(form, questionnaire)) },
    ...aspects.map((sheet) => ({ title: sheet.title, xml: formSheetXml(sheet) })),
    { title: FACTS, xml: factsSheetXml(factsOf(form)) },
  ];
  const files: readonly TextFile[] = [
    ...workbookParts(
      sheets.map(({ title }) => title),
      { hidden: [FACTS], locked: true, styles: formStyles },
    ),
    ...sheets.map(({ xml }, index) => ({ name: sheetName(index + 1), text: [xml] })),
  ];
  return buffer(deflatedZip(files));
};

const factsOf = ({
  fiscalYear,
  lao,
  questionnaireVersion,
  revision,
}: FormView): readonly (readonly [string, string])[] => {
  const identity: FormIdentity = { fiscalYear, laoCode: lao.code, questionnaireVersion, revision };
  return [
    [FORM_FORMAT, FORM_FORMAT_VERSION],
    ...Object.entries(identity).map(([name, value]): readonly [string, string] => [name, String(value)]),
  ];
};

const instructions = (
  { lao, fiscalYear }: FormView,
  { titleTh, version }: Questionnaire,
): readonly string[] => [
  titleTh,
  `${lao.officialName} (รหัส ${lao.code}) อำเภอ${lao.district.name} จังหวัด${lao.province.name} ปีงบประมาณ ${fiscalYear}`,
  `แบบสอบถามฉบับ ${version}`,
  'วิธีกรอก',
  '1. กรอกเฉพาะช่องสีเหลือง ช่องอื่นล็อกไว้ แต่ละแผ่นงานคือหนึ่งด้านของแบบสำรวจ',
  '2. ช่อง มี/ไม่มี และ จำเป็น/ไม่จำเป็น ให้เลือกจากรายการ ช่อง จำเป็น/ไม่จำเป็น ตอบเฉพาะเมื่อตอบว่า ไม่มี',
  `3. เมื่อตอบว่า มี ให้เลือก ${MARK} ในช่องขั้นตอนและช่องทาง (พิมพ์ x หรือ 1 แทนได้) และกรอกจำนวนผู้ใช้บริการเป็นจำนวนเต็ม ช่องที่ไม่ต้องตอบจะเป็นสีเทา`,
  '4. งานบริการที่ไม่มีในแบบสำรวจ ให้พิมพ์ชื่อในแถวว่างที่มีเครื่องหมาย + ท้ายแต่ละหัวข้อ การแก้ชื่อหรือลบงานบริการที่เพิ่มไว้แล้วให้ทำในระบบ',
  '5. บันทึกเป็นไฟล์ Excel (.xlsx) แล้วเลือก “นำเข้าจาก Excel” ในหน้าแบบสำรวจ',
  'เมื่อนำเข้า ระบบจะแสดงทุกช่องที่ต่างจากแบบสำรวจให้เลือกก่อน คำตอบยังไม่ถูกบันทึกจนกว่าจะกดบันทึกในแบบสำรวจ',
  'ใช้ได้กับ Microsoft Excel และ LibreOffice Calc ไฟล์ที่มีรหัสผ่านหรือมาโครนำเข้าไม่ได้',
];
