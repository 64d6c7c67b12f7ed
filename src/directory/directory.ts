import { problems } from '../problems/catalogue.js';
import { matches, searchForms, searchText } from '../basics/thai-search.js';

/** An English name is empty where the files have none. */
export interface Province {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly region: string;
  readonly regionEn: string;
  /** Thai dictionary order. */
  readonly rank: number;
}

export interface District {
  readonly code: string;
  readonly provinceCode: string;
  readonly name: string;
  readonly nameEn: string;
  readonly rank: number;
}

export interface LaoType {
  readonly type: string;
  readonly order: number;
  readonly name: string;
  readonly abbreviation: string;
  readonly nameEn: string;
}

export interface Lao {
  /** DLA's 8 digits. It is the key, because 658 names occur more than once. */
  readonly code: string;
  readonly provinceCode: string;
  readonly districtCode: string;
  readonly type: string;
  /** The short name, for lists: `อบต.บางไผ่`. */
  readonly name: string;
  /** The full name: `องค์การบริหารส่วนตำบลบางไผ่`. */
  readonly officialName: string;
  readonly baseName: string;
  readonly nameEn: string;
  /** Position in the list of the whole directory: by province, district, type and base name, each in its own order. */
  readonly rank: number;
}

/** Every LAO of a deployment with its district and province: reference data, read once at start, never changed while running. */
export class Directory {
  private readonly laoByCode: ReadonlyMap<string, Lao>;
  private readonly provinceByCode: ReadonlyMap<string, Province>;
  private readonly districtByCode: ReadonlyMap<string, District>;
  private readonly laosByProvince: ReadonlyMap<string, readonly Lao[]>;
  private readonly searchTexts: ReadonlyMap<Lao, readonly string[]>;

  /** All lists in list order (by rank). */
  constructor(
    readonly provinces: readonly Province[],
    readonly districts: readonly District[],
    readonly laoTypes: readonly LaoType[],
    readonly laos: readonly Lao[],
  ) {
    this.laoByCode = new Map(laos.map((lao) => [lao.code, lao]));
    this.provinceByCode = new Map(provinces.map((province) => [province.code, province]));
    this.districtByCode = new Map(districts.map((district) => [district.code, district]));
    this.searchTexts = new Map(laos.map((lao) => [lao, searchText(lao)]));
    this.laosByProvince = Map.groupBy(laos, (lao) => lao.provinceCode);
  }

  lao(code: string): Lao | undefined {
    return this.laoByCode.get(code);
  }

  province(code: string): Province | undefined {
    return this.provinceByCode.get(code);
  }

  /** @throws Problem `unknown-lao`. */
  requireLao(code: string): Lao {
    const lao = this.lao(code);
    if (!lao) throw problems.unknownLao(code);
    return lao;
  }

  /** @throws Problem `unknown-province`. */
  requireProvince(code: string): Province {
    const province = this.province(code);
    if (!province) throw problems.unknownProvince(code);
    return province;
  }

  district(code: string): District | undefined {
    return this.districtByCode.get(code);
  }

  /** In list order; empty for an unknown province. */
  laosOf(provinceCode: string): readonly Lao[] {
    return this.laosByProvince.get(provinceCode) ?? [];
  }

  districtsOf(provinceCode: string): readonly District[] {
    return this.districts.filter((district) => district.provinceCode === provinceCode);
  }

  /** LAOs whose full, short, base or English name contains the query, with or without the prefix of its type. */
  search(query: string, laos: readonly Lao[] = this.laos): readonly Lao[] {
    const forms = searchForms(query);
    return laos.filter((lao) => matches(forms, this.searchTexts.get(lao) ?? []));
  }
}
