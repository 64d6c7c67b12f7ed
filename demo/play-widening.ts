import type { CampaignView } from '../src/campaign/list-campaigns.js';
import type { ProvinceStatusView } from '../src/lists/get-province-status.js';
import type { CampaignProgress } from '../src/progress/get-progress.js';
import { signIn } from './browser.js';
import { accepted, PROVINCE, read, Unexpected, YEAR, type Audience } from './play-pilot.js';

/** Plays how the pilot becomes the nation's round; every step is checked. @returns how far the nation is; undefined if it is asked already */
export const playWidening = async (
  baseUrl: string,
  audience: Audience,
): Promise<CampaignProgress | undefined> => {
  const admin = await signIn(baseUrl, 'admin');
  const progress = () => read<CampaignProgress>(admin, `/api/progress/${YEAR}`);
  const asked = async (): Promise<number> => {
    const campaigns = await read<CampaignView[]>(admin, '/api/campaigns');
    return campaigns.find(({ fiscalYear }) => fiscalYear === YEAR)?.provinces.length ?? 0;
  };
  const provinces = await read<readonly object[]>(admin, '/api/directory/provinces');
  const before = await asked();
  if (before === provinces.length) return undefined;

  audience.scene(`กรมขยายรอบสำรวจจาก ${before} จังหวัด เป็น ${provinces.length} จังหวัด`);
  await accepted(admin.post(`/api/campaigns/${YEAR}/provinces`, { all: true }), 201);
  if ((await asked()) !== provinces.length) throw new Unexpected(`${await asked()} provinces are asked`);
  const pilot = await read<ProvinceStatusView>(admin, `/api/provinces/${PROVINCE}/status/${YEAR}`);
  if (pilot.certifiedAt === null || pilot.certified !== pilot.total) {
    throw new Unexpected('the pilot did not stay as it was');
  }
  return progress();
};
