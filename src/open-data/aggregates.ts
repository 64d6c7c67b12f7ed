import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { rowsOf } from '../questionnaire/questionnaire.js';
import type { AnswerRow } from '../results/answer-row.js';
import type { FlatRow } from '../results/flat.js';

export const levels = ['nation', 'region', 'province', 'type'] as const;
type Level = (typeof levels)[number];

/** What the LAOs of a group answered to one service. */
interface Tally {
  offering: number;
  needed: number;
  notNeeded: number;
  yearlyUsers: number;
  readonly steps: Map<string, number>;
  readonly channels: Map<string, number>;
}

interface Group {
  readonly level: Level;
  readonly code: string;
  readonly name: string;
  asked: number;
  certified: number;
  readonly tallies: Map<string, Tally>;
}

/** The place of an LAO, for its groups. */
export interface PlaceOfLao {
  readonly region: string;
  readonly provinceCode: string;
  readonly province: string;
  readonly laoType: string;
}

/** Sums of certified answers to the standard services: of the nation, each region, each province and each type of LAO. */
export class Aggregates {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly questionnaire: Questionnaire) {}

  /** Every LAO that the round asks counts, certified or not. */
  ask(place: PlaceOfLao): void {
    for (const group of this.groupsOf(place)) group.asked += 1;
  }

  /** @param rows the standard rows of a certified LAO */
  certify(place: PlaceOfLao, rows: readonly AnswerRow[]): void {
    for (const group of this.groupsOf(place)) {
      group.certified += 1;
      for (const row of rows) count(tallyOf(group, String(row.rowId)), row);
    }
  }

  /** In the order of the levels, then as the groups were met, then of the form. */
  *rows(): Generator<FlatRow> {
    const { processSteps, channels, aspects } = this.questionnaire;
    for (const level of levels) {
      for (const group of [...this.groups.values()].filter((each) => each.level === level)) {
        for (const { aspect, row } of aspects.flatMap((of) =>
          rowsOf(of).map((each) => ({ aspect: of, row: each })),
        )) {
          const tally = tallyOf(group, row.id);
          yield {
            ...{ level, code: group.code, name: group.name },
            ...{ aspectId: aspect.id, rowId: row.id, row: row.titleTh },
            ...{ asked: group.asked, certified: group.certified },
            ...{ offering: tally.offering, needed: tally.needed, notNeeded: tally.notNeeded },
            yearlyUsers: tally.yearlyUsers,
            ...countsOf('step', processSteps, tally.steps),
            ...countsOf('channel', channels, tally.channels),
          };
        }
      }
    }
  }

  private groupsOf({ region, provinceCode, province, laoType }: PlaceOfLao): readonly Group[] {
    return [
      this.group('nation', 'TH', 'ประเทศไทย'),
      this.group('region', region, region),
      this.group('province', provinceCode, province),
      this.group('type', laoType, laoType),
    ];
  }

  private group(level: Level, code: string, name: string): Group {
    const key = `${level} ${code}`;
    const known = this.groups.get(key);
    if (known) return known;
    const group: Group = { level, code, name, asked: 0, certified: 0, tallies: new Map() };
    this.groups.set(key, group);
    return group;
  }
}

const tallyOf = ({ tallies }: Group, rowId: string): Tally => {
  const known = tallies.get(rowId);
  if (known) return known;
  const tally: Tally = {
    ...{ offering: 0, needed: 0, notNeeded: 0, yearlyUsers: 0 },
    ...{ steps: new Map(), channels: new Map() },
  };
  tallies.set(rowId, tally);
  return tally;
};

const count = (tally: Tally, { hasEService, isNeeded, yearlyUsers, steps, channels }: AnswerRow): void => {
  if (hasEService === true) tally.offering += 1;
  if (isNeeded === true) tally.needed += 1;
  if (isNeeded === false) tally.notNeeded += 1;
  if (typeof yearlyUsers === 'number') tally.yearlyUsers += yearlyUsers;
  for (const step of listOf(steps)) tally.steps.set(step, (tally.steps.get(step) ?? 0) + 1);
  for (const channel of listOf(channels)) tally.channels.set(channel, (tally.channels.get(channel) ?? 0) + 1);
};

const listOf = (cell: AnswerRow['steps']): readonly string[] =>
  typeof cell === 'object' && cell !== null ? cell : [];

const countsOf = (
  prefix: 'step' | 'channel',
  items: readonly { readonly id: string }[],
  counts: ReadonlyMap<string, number>,
): FlatRow => Object.fromEntries(items.map(({ id }) => [`${prefix}.${id}`, counts.get(id) ?? 0]));
