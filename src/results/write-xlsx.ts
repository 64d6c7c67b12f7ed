import { idsInCells } from './columns.js';
import { deflatedZip, type TextFile } from '../spreadsheet/deflated-zip.js';
import { shownCell } from './flat.js';
import { closing, type ResultTable } from './result-table.js';
import { rowXml, SHEET_END, sheetHead, sheetName, workbookParts } from '../spreadsheet/sheet-xml.js';

/** The most rows that a sheet of Excel holds, without the row of titles. */
const ROWS_A_SHEET = 1_048_575;

/** Sheets of rows, further ones when the first is full, and a sheet of definitions with the number of rows. */
export const writeXlsx = (table: ResultTable, rowsASheet = ROWS_A_SHEET): AsyncGenerator<Uint8Array> =>
  deflatedZip(files(table, rowsASheet));

async function* files(table: ResultTable, rowsASheet: number): AsyncGenerator<TextFile> {
  const titles: string[] = [];
  const batches = table.batches[Symbol.asyncIterator]();
  let count = 0;
  try {
    let next = await batches.next();
    const sheet = async function* (): AsyncGenerator<string> {
      yield sheetHead(
        table.columns.map(({ titleTh }) => titleTh),
        18,
      );
      for (let used = 0; !next.done && used + next.value.length <= rowsASheet; next = await batches.next()) {
        used += next.value.length;
        count += next.value.length;
        yield next.value
          .map((row) => rowXml(table.columns.map((column) => shownCell(row[column.id]!, column))))
          .join('');
      }
      yield SHEET_END;
    };
    do {
      titles.push(titles.length === 0 ? 'ข้อมูล' : `ข้อมูล ${titles.length + 1}`);
      yield { name: sheetName(titles.length), text: sheet() };
    } while (!next.done);
  } finally {
    await batches.return?.();
  }
  titles.push('คำอธิบาย');
  yield { name: sheetName(titles.length), text: definitions(table, count) };
  yield* workbookParts(titles);
}

const definitions = (table: ResultTable, count: number): readonly string[] => {
  const { rows, position, time } = closing(table, count);
  const { fiscalYear, shape, questionnaire, columns } = table;
  return [
    sheetHead(['หัวข้อ', 'รหัส', 'ความหมาย'], 40),
    ...[
      ['แบบสำรวจ', '', questionnaire.titleTh],
      ['ปีงบประมาณ', 'fiscalYear', fiscalYear],
      ['ฉบับของแบบสอบถาม', 'questionnaireVersion', questionnaire.version],
      ['รูปแบบ', 'shape', shape],
      ['จำนวนแถวของข้อมูล', 'rows', rows],
      ['ตำแหน่งในบันทึก', 'position', position],
      ['เวลาของตำแหน่งในบันทึก (UTC)', 'time', time],
      ...columns.map(({ titleTh, id, meaningTh }) => [titleTh, id, meaningTh]),
      ...idsInCells(questionnaire).map(({ what, id, titleTh }) => [what, id, titleTh]),
    ].map(rowXml),
    SHEET_END,
  ];
};
