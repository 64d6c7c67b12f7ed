import { campaignModel } from '../../campaign/campaign.js';
import { enrolledLao, provinceRound, requireCampaign } from '../../campaign/round.js';
import type { Directory } from '../../directory/directory.js';
import type { EventStore } from '../../event-store/event-store.js';
import { campaignStream } from '../../events/streams.js';
import { toEventIn } from '../../events/upcasting.js';

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
 * The provinces of a package, each with the LAOs whose surveys are included.
 * @throws Problem `unknown-campaign`, `unknown-lao`, `unknown-province`, `lao-not-in-campaign`,
 * `province-not-in-campaign`.
 */
export const provincesOf = async (
  scope: PackageScope,
  log: Pick<EventStore, 'readStream'>,
  directory: Directory,
): Promise<readonly ProvinceScope[]> => {
  const { fiscalYear } = scope;
  const events = await log.readStream(campaignStream(fiscalYear));
  const found = campaignModel.evolve(
    campaignModel.initialState,
    events.map((event) => toEventIn('campaign', event)),
  );
  const campaign = requireCampaign(found, fiscalYear);
  const whole = (provinceCode: string): ProvinceScope => ({
    provinceCode,
    laoCodes: directory.laosOf(provinceCode).map(({ code }) => code),
  });
  switch (scope.kind) {
    case 'survey': {
      const { lao } = enrolledLao(campaign, scope, directory);
      return [{ provinceCode: lao.provinceCode, laoCodes: [lao.code] }];
    }
    case 'province': {
      const { province } = provinceRound(campaign, scope, directory);
      return [whole(province.code)];
    }
    case 'campaign':
      return campaign.provinces.map(whole);
    default:
      return scope satisfies never;
  }
};
