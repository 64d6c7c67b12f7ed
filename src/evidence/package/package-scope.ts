import { campaignModel } from '../../campaign/campaign.js';
import { requireCampaign, requireInRound } from '../../campaign/round.js';
import type { StreamModel } from '../../commands/stream-model.js';
import type { Category } from '../../events/domain-event.js';
import type { EventStore } from '../../event-store/event-store.js';
import { campaignStream, provinceOf, provinceStream } from '../../events/streams.js';
import { toEventIn } from '../../events/upcasting.js';
import { provinceModel } from '../../roster/province.js';
import { requireRoster } from '../../roster/roster-decisions.js';
import type { Roster } from '../../roster/roster.js';

/** The scope of an evidence package. */
export type PackageScope =
  | { readonly kind: 'survey'; readonly fiscalYear: number; readonly laoCode: string }
  | { readonly kind: 'province'; readonly fiscalYear: number; readonly provinceCode: string }
  | { readonly kind: 'campaign'; readonly fiscalYear: number };

/** A province's part of a package: its own stream and the surveys of these LAOs. */
export interface ProvinceScope {
  readonly provinceCode: string;
  readonly laoCodes: readonly string[];
}

/** `survey 2565/03120102`, `province 2565/12`, `campaign 2565`; undefined for anything else. */
export const parseScope = (kind: string | undefined, key: string | undefined): PackageScope | undefined => {
  const [, year, code] = /^(\d{4})(?:\/(\d+))?$/.exec(key ?? '') ?? [];
  const fiscalYear = Number(year);
  if (kind === 'campaign' && year !== undefined && code === undefined) return { kind, fiscalYear };
  if (kind === 'survey' && code !== undefined) return { kind, fiscalYear, laoCode: code };
  if (kind === 'province' && code !== undefined) return { kind, fiscalYear, provinceCode: code };
  return undefined;
};

export const scopeName = (scope: PackageScope): string => {
  switch (scope.kind) {
    case 'survey':
      return `${scope.kind} ${scope.fiscalYear}/${scope.laoCode}`;
    case 'province':
      return `${scope.kind} ${scope.fiscalYear}/${scope.provinceCode}`;
    case 'campaign':
      return `${scope.kind} ${scope.fiscalYear}`;
    default:
      return scope satisfies never;
  }
};

/**
 * The provinces of a package, each with all the LAOs that a roster ever named; their surveys are included.
 * @throws Problem `unknown-campaign`, `unknown-lao`, `lao-not-in-campaign`, `province-not-in-campaign`.
 */
export const provincesOf = async (
  scope: PackageScope,
  log: Pick<EventStore, 'readStream'>,
): Promise<readonly ProvinceScope[]> => {
  const { fiscalYear } = scope;
  const found = await folded(log, campaignStream(fiscalYear), campaignModel);
  const campaign = requireCampaign(found, fiscalYear);
  const rosterOf = async (provinceCode: string): Promise<Roster | undefined> =>
    (await folded(log, provinceStream(fiscalYear, provinceCode), provinceModel)).roster;
  switch (scope.kind) {
    case 'survey': {
      const provinceCode = provinceOf(scope.laoCode);
      requireInRound(await rosterOf(provinceCode), scope);
      return [{ provinceCode, laoCodes: [scope.laoCode] }];
    }
    case 'province':
      return [wholeOf(requireRoster({ roster: await rosterOf(scope.provinceCode) }, scope))];
    case 'campaign': {
      const rosters = await Promise.all(campaign.provinces.map(rosterOf));
      return rosters.flatMap((roster) => (roster ? [wholeOf(roster)] : []));
    }
    default:
      return scope satisfies never;
  }
};

const wholeOf = ({ province, laos }: Roster): ProvinceScope => ({
  provinceCode: province.code,
  laoCodes: [...laos.values()].sort((a, b) => a.rank - b.rank).map(({ code }) => code),
});

const folded = async <State, Of extends Category>(
  log: Pick<EventStore, 'readStream'>,
  stream: string,
  model: StreamModel<State, Of>,
): Promise<State> => {
  const events = await log.readStream(stream);
  return model.evolve(
    model.initialState,
    events.map((event) => toEventIn(model.category, event)),
  );
};
