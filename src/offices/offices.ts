import { Injectable } from '@nestjs/common';
import { latestProvinceStatus } from '../../projections/read-models/province-statuses.js';
import { latestRosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Directory } from '../directory/directory.js';
import { provinceOf } from '../events/streams.js';

export interface Place {
  readonly code: string;
  readonly name: string;
  /** Empty if none is recorded. */
  readonly nameEn: string;
}

/** An LAO outside the context of a round. */
export interface LaoOffice extends Place {
  readonly officialName: string;
  readonly province: Place;
  readonly district: Place;
}

/**
 * The known offices and their names, outside the context of a round. The names come from the last round that asked the office.
 * For an office that no round has asked yet, they come from the directory files.
 * An office that was asked once can always sign in, even if the files no longer list it.
 */
@Injectable()
export class Offices {
  constructor(
    private readonly store: ReadStore,
    private readonly directory: Directory,
  ) {}

  async lao(code: string): Promise<LaoOffice | undefined> {
    const found = (await latestRosterEntry(this.store, code)) ?? this.directory.lao(code);
    if (!found) return undefined;
    const { name, nameEn, officialName, districtCode } = found;
    const district =
      'district' in found
        ? { name: found.district, nameEn: found.districtEn }
        : this.directory.district(districtCode);
    const provinceCode = provinceOf(code);
    return {
      code,
      name,
      nameEn,
      officialName,
      province: (await this.province(provinceCode)) ?? placeOf(provinceCode, undefined),
      district: placeOf(districtCode, district),
    };
  }

  async province(code: string): Promise<Place | undefined> {
    const found = (await latestProvinceStatus(this.store, code)) ?? this.directory.province(code);
    return found && placeOf(code, found);
  }

  /** Whether the office is known. The files are checked first, because they are already in memory. */
  async knowsLao(code: string): Promise<boolean> {
    return (
      this.directory.lao(code) !== undefined || (await latestRosterEntry(this.store, code)) !== undefined
    );
  }

  async knowsProvince(code: string): Promise<boolean> {
    return (
      this.directory.province(code) !== undefined ||
      (await latestProvinceStatus(this.store, code)) !== undefined
    );
  }
}

const placeOf = (code: string, named: Omit<Place, 'code'> | undefined): Place => ({
  code,
  name: named?.name ?? '',
  nameEn: named?.nameEn ?? '',
});
