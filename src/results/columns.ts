import { fieldNames, isAsked, questionsOf, type AnswerField } from '../questionnaire/answer.js';
import { rowsOf, type Questionnaire } from '../questionnaire/questionnaire.js';
import type { LaoField, RowField, RowQuestion } from './answer-row.js';
import type { Column } from './flat.js';

type Description = Omit<Column, 'id'>;

const described = <Id extends string>(table: Readonly<Record<Id, Description>>): readonly Column[] =>
  Object.entries<Description>(table).map(([id, description]) => ({ id, ...description }));

const text = (titleTh: string, meaningTh = titleTh): Description => ({ kind: 'text', titleTh, meaningTh });
const code = (titleTh: string, meaningTh = titleTh): Description => ({ kind: 'code', titleTh, meaningTh });
const time = (titleTh: string, meaningTh = titleTh): Description => ({
  kind: 'time',
  titleTh,
  meaningTh: `${meaningTh} (ISO 8601, เวลาสากล UTC)`,
});
const yesNo = (titleTh: string, words: readonly [string, string], meaningTh = titleTh): Description => ({
  kind: 'yes-no',
  titleTh,
  meaningTh,
  words,
});

/** What every row says of its LAO. */
export const laoColumns = described<LaoField>({
  fiscalYear: { kind: 'number', titleTh: 'ปีงบประมาณ', meaningTh: 'ปีงบประมาณ (พ.ศ.)' },
  region: text('ภาค'),
  provinceCode: code('รหัสจังหวัด'),
  province: text('จังหวัด'),
  districtCode: code('รหัสอำเภอ'),
  district: text('อำเภอ'),
  laoCode: code('รหัส อปท.'),
  lao: text('อปท.', 'ชื่อ อปท. ในทะเบียนของรอบสำรวจ ณ ตำแหน่งในบันทึก'),
  laoOfficialName: text('ชื่อเต็มของ อปท.'),
  laoType: text('ประเภท อปท.', 'รหัสประเภท อปท. เช่น sao คือ องค์การบริหารส่วนตำบล'),
  withdrawn: yesNo('ถอนออกจากรอบสำรวจ', ['ใช่', 'ไม่'], 'ใช่ = รอบสำรวจไม่ถาม อปท. นี้แล้ว'),
  successorCode: code('รหัส อปท. ที่มาแทน'),
  status: text(
    'สถานะการรับรองข้อมูล',
    'certified = รับรองแล้ว, not-certified = ยังไม่ได้รับรองข้อมูล, returned = ส่งกลับ',
  ),
  certifiedAt: time('รับรองข้อมูลเมื่อ', 'เวลาของการรับรองที่มีผลอยู่'),
  certifiedBy: text('ผู้รับรองข้อมูล', 'รหัสผู้ใช้ของผู้รับรอง'),
  fingerprint: text('รหัสยืนยันข้อมูล', 'รหัสยืนยันข้อมูลของการรับรองที่มีผลอยู่'),
  lastActivityAt: time('แก้ไขล่าสุดเมื่อ'),
  revision: {
    kind: 'number',
    titleTh: 'ฉบับของแบบสำรวจ',
    meaningTh: 'ลำดับเหตุการณ์ล่าสุดของแบบสำรวจ, -1 = ยังไม่เริ่ม',
  },
  questionnaireVersion: text('ฉบับของแบบสอบถาม'),
});

const answerColumns: Readonly<Record<AnswerField, Description>> = {
  hasEService: yesNo('มี e-Service', ['มี', 'ไม่มี'], 'มี / ไม่มี, ว่าง = ยังไม่ได้ตอบ'),
  isNeeded: yesNo('จำเป็นต้องดำเนินการ', ['จำเป็น', 'ไม่จำเป็น'], 'ถามเฉพาะเมื่อตอบว่า ไม่มี'),
  choices: { kind: 'list', titleTh: 'รายการที่เลือก', meaningTh: 'รหัสของตัวเลือก คั่นด้วยจุลภาค' },
  otherChoices: { kind: 'list', titleTh: 'รายการอื่น ๆ', meaningTh: 'ข้อความของตัวเลือก อื่น ๆ คั่นด้วยจุลภาค' },
  steps: { kind: 'list', titleTh: 'ขั้นตอนการให้บริการ', meaningTh: 'รหัสของขั้นตอน คั่นด้วยจุลภาค' },
  channels: { kind: 'list', titleTh: 'ช่องทางการให้บริการ', meaningTh: 'รหัสของช่องทาง คั่นด้วยจุลภาค' },
  otherChannel: text('ช่องทางอื่น ๆ'),
  yearlyUsers: {
    kind: 'number',
    titleTh: 'จำนวนผู้ใช้บริการ (คน)',
    meaningTh: 'จำนวนประชาชนที่เข้าใช้บริการในปีงบประมาณ (คน), ว่าง = ไม่ได้ถามหรือยังไม่ได้ตอบ',
  },
};

const rowColumns = described<RowField>({
  aspectId: text('รหัสด้าน'),
  aspect: text('ด้าน'),
  groupId: text('รหัสหัวข้อ'),
  rowId: text('รหัสงานบริการ'),
  row: text('งานบริการ'),
  standard: yesNo('งานบริการของแบบสอบถาม', ['ใช่', 'ไม่'], 'ไม่ = อปท. เพิ่มเอง'),
  rowState: text('ความครบถ้วน', 'complete = ครบถ้วน, incomplete = ไม่ครบ, unanswered = ยังไม่ได้ตอบ'),
  ...answerColumns,
  answeredAt: time('ตอบเมื่อ'),
  answeredBy: text('ผู้ตอบ', 'รหัสผู้ใช้ของผู้ตอบ'),
});

/** One line for each row of each LAO. */
export const longColumns: readonly Column[] = [...laoColumns, ...rowColumns];

/** The questions of the standard rows, in form order. Rows that LAOs added have no column; only their number is shown. */
export const rowQuestions = (questionnaire: Questionnaire): readonly RowQuestion[] =>
  questionnaire.aspects
    .flatMap(rowsOf)
    .flatMap((row) =>
      fieldNames
        .filter((field) => isAsked(questionsOf(questionnaire, row), field))
        .map((field) => ({ id: `${row.id}.${field}`, rowId: row.id, field })),
    );

/** One line for each LAO. */
export const wideColumns = (questionnaire: Questionnaire): readonly Column[] => {
  const titles = new Map(questionnaire.aspects.flatMap(rowsOf).map(({ id, titleTh }) => [id, titleTh]));
  const questions = rowQuestions(questionnaire).map(({ id, rowId, field }) => {
    const column = answerColumns[field];
    return { ...column, id, titleTh: `${titles.get(rowId)} — ${column.titleTh}` };
  });
  const addedRows: Column = {
    id: 'addedRows',
    kind: 'number',
    titleTh: 'จำนวนงานบริการที่เพิ่มเอง',
    meaningTh: 'คำตอบของงานบริการที่ อปท. เพิ่มเองอยู่ในแบบ long เท่านั้น',
  };
  return [...laoColumns, ...questions, addedRows];
};

/** The ids that cells hold, with their Thai titles. */
export const idsInCells = (
  questionnaire: Questionnaire,
): readonly { readonly what: string; readonly id: string; readonly titleTh: string }[] => {
  const rows = questionnaire.aspects.flatMap(rowsOf);
  const choices = rows.flatMap((row) => row.choices ?? []);
  const named = (what: string, items: readonly { readonly id: string; readonly titleTh: string }[]) =>
    items.map(({ id, titleTh }) => ({ what, id, titleTh }));
  return [
    ...named(titleOf('steps'), questionnaire.processSteps),
    ...named(titleOf('channels'), questionnaire.channels),
    ...named(titleOf('choices'), [...new Map(choices.map((each) => [each.id, each])).values()]),
    ...named('ด้าน', questionnaire.aspects),
    ...named('งานบริการ', rows),
  ];
};

const titleOf = (field: AnswerField): string => answerColumns[field].titleTh;
