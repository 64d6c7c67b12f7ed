import { Clock } from '../../src/basics/clock.js';
import { Directory, type Lao } from '../../src/directory/directory.js';
import type { Questionnaire } from '../../src/questionnaire/questionnaire.js';
import { QuestionnaireLibrary } from '../../src/questionnaire/questionnaire-library.js';

export const FISCAL_YEAR = 2565;

const lao = (code: string, provinceCode: string, rank: number): Lao => ({
  code,
  provinceCode,
  districtCode: `${provinceCode}01`,
  type: 'sao',
  name: `อบต.${code}`,
  officialName: `องค์การบริหารส่วนตำบล${code}`,
  baseName: code,
  nameEn: code,
  rank,
});

/** A province of three LAOs and one of a single LAO: small enough that random acts certify a whole province. */
export const nation = new Directory(
  ['11', '12'].map((code, rank) => ({ code, name: code, nameEn: code, region: 'central', rank })),
  ['11', '12'].map((code, rank) => ({
    code: `${code}01`,
    provinceCode: code,
    name: code,
    nameEn: code,
    rank,
  })),
  [],
  [lao('1101', '11', 0), lao('1102', '11', 1), lao('1103', '11', 2), lao('1201', '12', 3)],
);

const titled = (id: string) => ({ id, titleTh: id, titleEn: id });

const aspect = (number: number, rows: readonly string[]): Questionnaire['aspects'][number] => ({
  ...titled(`aspect-${number}`),
  number,
  headingTh: '',
  addRow: 'aspect-button',
  groups: [
    {
      ...titled(`group-${number}`),
      rows: rows.map((id, order) => ({ ...titled(id), kind: 'service' as const, order })),
    },
  ],
});

/** Three aspects; the last has no standard rows, as aspect 6 of the real form. */
export const questionnaire: Questionnaire = {
  ...titled('small'),
  version: '2565.1',
  fiscalYear: FISCAL_YEAR,
  preamble: [],
  columns: [],
  processSteps: ['apply', 'pay'].map((id, index) => ({ ...titled(id), number: index + 1, headTh: id })),
  channels: [titled('website'), titled('counter')],
  aspects: [aspect(1, ['row-1', 'row-2']), aspect(2, ['row-3']), aspect(3, [])],
};

export const questionnaires = new QuestionnaireLibrary([questionnaire]);

/** The clock goes on by a second at each call, so no two decisions of a history share an instant. */
export class TickingClock extends Clock {
  private ticks = 0;

  override now(): Date {
    this.ticks += 1;
    return new Date(Date.UTC(2022, 10, 7, 0, 0, this.ticks));
  }
}
