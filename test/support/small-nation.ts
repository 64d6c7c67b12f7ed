import { Clock } from '../../src/basics/clock.js';
import { Directory, type Lao } from '../../src/directory/directory.js';
import type { Questionnaire } from '../../src/questionnaire/questionnaire.js';

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
  ['11', '12'].map((code, rank) => ({
    code,
    name: code,
    nameEn: code,
    region: 'central',
    regionEn: 'Central',
    rank,
  })),
  ['11', '12'].map((code, rank) => ({
    code: `${code}01`,
    provinceCode: code,
    name: code,
    nameEn: code,
    rank,
  })),
  [],
  [lao('06110101', '11', 0), lao('06110102', '11', 1), lao('06110103', '11', 2), lao('06120101', '12', 3)],
);

/** What a later edition of the files proposes, and which of its differences somebody takes over. */
export const editions = {
  'two merge': {
    without: ['06110102'],
    laos: [],
    changes: [{ laoCode: '06110102', kind: 'gone', successorCode: '06110103' }],
  },
  'one becomes another': {
    without: ['06110101'],
    laos: [lao('05110104', '11', 0.5)],
    changes: [
      { laoCode: '05110104', kind: 'added' },
      { laoCode: '06110101', kind: 'gone', successorCode: '05110104' },
    ],
  },
  'one is renamed': {
    without: ['06110103'],
    laos: [{ ...lao('06110103', '11', 2), name: 'อบต.ใหม่', baseName: 'ใหม่' }],
    changes: [{ laoCode: '06110103', kind: 'renamed' }],
  },
  'all as at first': {
    without: [],
    laos: [],
    changes: [{ laoCode: '06110102', kind: 'added' }],
  },
} as const;
export type Edition = keyof typeof editions;

export const nationOf = (edition: Edition): Directory => {
  const { without, laos } = editions[edition];
  const kept = nation.laos.filter(({ code }) => !without.some((each) => each === code));
  const all = [...kept, ...laos].sort((a, b) => a.rank - b.rank);
  return new Directory(nation.provinces, nation.districts, [], all);
};

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

/** The clock goes on by a second at each call, so no two decisions of a history share an instant. */
export class TickingClock extends Clock {
  private ticks = 0;

  /** The time after so many calls. */
  static at(second: number): number {
    return Date.UTC(2022, 10, 7, 0, 0, second);
  }

  override now(): Date {
    this.ticks += 1;
    return new Date(TickingClock.at(this.ticks));
  }
}
