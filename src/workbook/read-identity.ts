import type { Sheet } from '../spreadsheet/read-workbook.js';
import { problems } from '../problems/catalogue.js';
import { FORM_FORMAT, FORM_FORMAT_VERSION, type FormIdentity } from './codes.js';

/** Whose form a workbook is, by its hidden sheet. @throws Problem `workbook-not-a-form` */
export const readIdentity = (sheets: readonly Sheet[]): FormIdentity => {
  const texts = sheets
    .map(({ cells }) => new Map(cells.map(({ ref, text }) => [ref, text])))
    .find((cells) => cells.get('A1') === FORM_FORMAT);
  if (texts?.get('B1') !== FORM_FORMAT_VERSION) throw problems.workbookNotAForm();
  const fact = (name: keyof FormIdentity, pattern: RegExp): string => {
    const row = [...texts].find(([ref, text]) => text === name && ref.startsWith('A'))?.[0].slice(1);
    const value = texts.get(`B${row}`);
    if (value === undefined || !pattern.test(value)) throw problems.workbookNotAForm();
    return value;
  };
  return {
    fiscalYear: Number(fact('fiscalYear', /^\d{4}$/)),
    laoCode: fact('laoCode', /^\d{8}$/),
    questionnaireVersion: fact('questionnaireVersion', /^\d{4}\.\d{1,6}$/),
    revision: fact('revision', /^(-1|\d{1,18})$/),
  };
};
