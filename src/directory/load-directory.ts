import { join } from 'node:path';
import { DataFileError } from '../configuration/data-file-error.js';
import { provinceOf } from '../events/streams.js';
import { readCsvTable, type CsvRecord } from './csv-table.js';
import { Directory, type District, type Lao, type LaoType, type Province } from './directory.js';

/**
 * Reads `provinces.csv`, `districts.csv`, `lao-types.csv` and `laos.csv` of a folder.
 * @throws DataFileError for the first fault
 */
export const loadDirectory = (folder: string): Directory => {
  const provinces = readProvinces(join(folder, 'provinces.csv'));
  const districts = readDistricts(join(folder, 'districts.csv'), provinces);
  const types = readTypes(join(folder, 'lao-types.csv'));
  const laos = readLaos(join(folder, 'laos.csv'), { provinces, districts, types });
  return new Directory([...provinces.values()], [...districts.values()], [...types.values()], laos);
};

const readProvinces = (file: string): ReadonlyMap<string, Province> => {
  const columns = ['code', 'name_th', 'name_en', 'region', 'sort_th'] as const;
  const provinces = readCsvTable<(typeof columns)[number], 'region_en'>(file, columns).map((record) => ({
    record,
    item: {
      code: record.code('code', 2),
      name: record.required('name_th'),
      nameEn: record.optional('name_en'),
      region: record.required('region'),
      regionEn: record.optional('region_en'),
      rank: record.rank('sort_th'),
    },
  }));
  return keyed(provinces, (province) => province.code, byRank);
};

const readDistricts = (
  file: string,
  provinces: ReadonlyMap<string, Province>,
): ReadonlyMap<string, District> => {
  const columns = ['code', 'province_code', 'name_th', 'name_en', 'sort_th'] as const;
  const districts = readCsvTable(file, columns).map((record) => ({
    record,
    item: {
      code: record.code('code', 4),
      provinceCode: known(provinces, record, 'province', 'province_code').code,
      name: record.required('name_th'),
      nameEn: record.optional('name_en'),
      rank: record.rank('sort_th'),
    },
  }));
  const provinceRank = (district: District) => provinces.get(district.provinceCode)?.rank ?? 0;
  return keyed(
    districts,
    (district) => district.code,
    (a, b) => provinceRank(a) - provinceRank(b) || byRank(a, b),
  );
};

const readTypes = (file: string): ReadonlyMap<string, LaoType> => {
  const columns = ['type', 'sort_order', 'name_th', 'abbr_th', 'name_en'] as const;
  const types = readCsvTable(file, columns).map((record) => ({
    record,
    item: {
      type: record.required('type'),
      order: record.rank('sort_order'),
      name: record.required('name_th'),
      abbreviation: record.required('abbr_th'),
      nameEn: record.required('name_en'),
    },
  }));
  return keyed(
    types,
    (type) => type.type,
    (a, b) => a.order - b.order,
  );
};

interface Places {
  readonly provinces: ReadonlyMap<string, Province>;
  readonly districts: ReadonlyMap<string, District>;
  readonly types: ReadonlyMap<string, LaoType>;
}

const laoColumns = [
  'code',
  'province_code',
  'district_code',
  'type',
  'name_th',
  'display_name_th',
  'base_name_th',
  'name_en',
  'sort_th',
] as const;

const readLaos = (file: string, places: Places): readonly Lao[] => {
  const laos = readCsvTable(file, laoColumns).map((record) => readLao(record, places));
  if (laos.length === 0) throw new DataFileError(file, undefined, 'names no LAO at all');
  requireEnrollable(file, laos);
  const byListOrder = (a: UnplacedLao, b: UnplacedLao): number =>
    a.order.map((rank, at) => rank - (b.order[at] ?? 0)).find((difference) => difference !== 0) ??
    byCode(a.lao, b.lao);
  const sorted = keyed(laos, ({ lao }) => lao.code, byListOrder);
  return [...sorted.values()].map(({ lao }, at) => ({ ...lao, rank: at + 1 }));
};

/** The LAOs of a province are enrolled by one event. The largest province has 334. */
export const MOST_LAOS = 400;

/** @throws DataFileError at the first LAO that is too many for its province. */
const requireEnrollable = (file: string, laos: readonly Read<UnplacedLao>[]): void => {
  const counts = new Map<string, number>();
  for (const { record, item } of laos) {
    const { provinceCode } = item.lao;
    const count = (counts.get(provinceCode) ?? 0) + 1;
    if (count > MOST_LAOS)
      throw new DataFileError(
        file,
        record.line,
        `province "${provinceCode}" has more than ${MOST_LAOS} LAOs`,
      );
    counts.set(provinceCode, count);
  }
};

interface UnplacedLao {
  readonly lao: Omit<Lao, 'rank'>;
  /** Rank of the province, the district, the type and the base name. */
  readonly order: readonly number[];
}

const readLao = (
  record: CsvRecord<(typeof laoColumns)[number]>,
  { provinces, districts, types }: Places,
): Read<UnplacedLao> => {
  const province = known(provinces, record, 'province', 'province_code');
  const district = known(districts, record, 'district', 'district_code');
  if (district.provinceCode !== province.code) {
    record.refuse(`district "${district.code}" does not lie in province "${province.code}"`);
  }
  const type = known(types, record, 'LAO type', 'type');
  const code = record.code('code', 8);
  if (provinceOf(code) !== province.code) {
    record.refuse(
      `code "${code}" is of province "${provinceOf(code)}", not of province_code "${province.code}"`,
    );
  }
  const lao = {
    code,
    provinceCode: province.code,
    districtCode: district.code,
    type: type.type,
    name: record.required('display_name_th'),
    officialName: record.required('name_th'),
    baseName: record.required('base_name_th'),
    nameEn: record.optional('name_en'),
  };
  return { record, item: { lao, order: [province.rank, district.rank, type.order, record.rank('sort_th')] } };
};

interface Read<Item> {
  readonly record: CsvRecord<string>;
  readonly item: Item;
}

/** The items by key, in file order. A duplicate key is refused at its second occurrence. */
const keyed = <Item>(
  read: readonly Read<Item>[],
  keyOf: (item: Item) => string,
  order: (a: Item, b: Item) => number,
): ReadonlyMap<string, Item> => {
  const firstLines = new Map<string, number>();
  for (const { record, item } of read) {
    const key = keyOf(item);
    const firstLine = firstLines.get(key);
    if (firstLine !== undefined) record.refuse(`"${key}" is already on line ${firstLine}`);
    firstLines.set(key, record.line);
  }
  const items = read.map(({ item }) => item).sort(order);
  return new Map(items.map((item) => [keyOf(item), item]));
};

const known = <Column extends string, Item>(
  items: ReadonlyMap<string, Item>,
  record: CsvRecord<Column>,
  what: string,
  column: Column,
): Item => items.get(record.text(column)) ?? record.refuse(`unknown ${what} code "${record.text(column)}"`);

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number =>
  a.code < b.code ? -1 : 1;

const byRank = <Item extends { readonly rank: number; readonly code: string }>(a: Item, b: Item): number =>
  a.rank - b.rank || byCode(a, b);
