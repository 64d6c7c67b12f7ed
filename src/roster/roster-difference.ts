import type { ProvinceEnrolled, RosterChange, RosterDistrict, RosterLao } from '../events/roster-events.js';
import type { EnrolledLao, Roster } from './roster.js';

type Proposal = ProvinceEnrolled['data'];
type Asked = Pick<Roster, 'laos'>;

/** One difference between the roster that the directory files propose and the recorded roster. */
export type RosterDifference =
  | { readonly kind: 'added'; readonly lao: RosterLao; readonly district: RosterDistrict }
  | { readonly kind: 'renamed'; readonly before: EnrolledLao; readonly lao: RosterLao }
  | {
      readonly kind: 'moved';
      readonly before: EnrolledLao;
      readonly lao: RosterLao;
      readonly district: RosterDistrict;
    }
  | { readonly kind: 'gone'; readonly before: EnrolledLao };

/** The order in which they can be recorded: a successor is added before the LAO that it replaces is withdrawn. */
export const differenceKinds = ['added', 'renamed', 'moved', 'gone'] as const;

/** All differences between a proposal and a province's roster. */
export const rosterDifference = (roster: Asked, proposal: Proposal): readonly RosterDifference[] => {
  const districts = new Map(proposal.districts.map((district) => [district.code, district]));
  const ranks = placed(roster, proposal);
  const found = proposal.laos.flatMap((proposed): RosterDifference[] => {
    const lao = { ...proposed, rank: ranks.get(proposed.code)! };
    const district = districts.get(lao.districtCode)!;
    const before = roster.laos.get(lao.code);
    if (!before || before.withdrawn) return [{ kind: 'added', lao, district }];
    return [
      ...(names.some((name) => before[name] !== lao[name])
        ? [{ kind: 'renamed', before, lao } as const]
        : []),
      ...(before.districtCode === lao.districtCode
        ? []
        : [{ kind: 'moved', before, lao, district } as const]),
    ];
  });
  const proposed = new Set(proposal.laos.map(({ code }) => code));
  const gone = [...roster.laos.values()]
    .filter(({ code, withdrawn }) => !withdrawn && !proposed.has(code))
    .map((before) => ({ kind: 'gone', before }) as const);
  const order = (difference: RosterDifference) => differenceKinds.indexOf(difference.kind);
  return [...found, ...gone].sort((a, b) => order(a) - order(b));
};

const names = ['type', 'name', 'officialName', 'baseName', 'nameEn'] as const;

export const codeOf = (difference: RosterDifference): string =>
  difference.kind === 'gone' ? difference.before.code : difference.lao.code;

/** The event that records an applied difference. */
export const changeOf = (
  difference: RosterDifference,
  { successorCode, reason }: { readonly successorCode: string | null; readonly reason: string },
): RosterChange => {
  switch (difference.kind) {
    case 'added':
      return { type: 'LaoEnrolled', data: { lao: difference.lao, district: difference.district } };
    case 'renamed': {
      const { code, type, name, officialName, baseName, nameEn, rank } = difference.lao;
      return {
        type: 'LaoRenamed',
        data: { laoCode: code, type, name, officialName, baseName, nameEn, rank },
      };
    }
    case 'moved': {
      const { lao, district } = difference;
      return { type: 'LaoMoved', data: { laoCode: lao.code, district, rank: lao.rank } };
    }
    case 'gone':
      return { type: 'LaoWithdrawn', data: { laoCode: difference.before.code, successorCode, reason } };
    default:
      return difference satisfies never;
  }
};

/**
 * The rank of each proposed LAO among the recorded ranks. LAOs that keep their place keep their rank. A new LAO
 * between two others gets the middle of their ranks, so that no other rank changes.
 */
const placed = ({ laos }: Asked, proposal: Proposal): ReadonlyMap<string, number> => {
  const ranks = new Map<string, number>();
  const recorded = proposal.laos.map(({ code }) => {
    const lao = laos.get(code);
    return lao && !lao.withdrawn ? lao.rank : undefined;
  });
  let last = -Infinity;
  for (const [index, { code, rank }] of proposal.laos.entries()) {
    const own = recorded[index];
    const next = recorded.slice(index + 1).find((each) => each !== undefined && each > last) ?? Infinity;
    last = own !== undefined && own > last && own < next ? own : between(last, next, rank);
    ranks.set(code, last);
  }
  return ranks;
};

const between = (before: number, after: number, alone: number): number => {
  if (before === -Infinity) return after === Infinity ? alone : after - 1;
  return after === Infinity ? before + 1 : (before + after) / 2;
};
