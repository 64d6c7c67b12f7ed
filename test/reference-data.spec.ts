import { afterAll, describe, expect, it } from '@jest/globals';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DataFileError } from '../src/configuration/data-file-error.js';
import { readCsvTable } from '../src/directory/csv-table.js';
import { LONGEST_TEXT } from '../src/directory/csv-table.js';
import { loadDirectory } from '../src/directory/load-directory.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { edgeOfDay, formatBuddhist, parseBuddhist } from '../src/basics/thai-time.js';
import { propertyRuns } from './support/property-runs.js';

const vectors = JSON.parse(readFileSync('test/support/conventions-vectors.json', 'utf8')) as {
  dates: { utc: string; shown: string }[];
  nonthaburiDistricts: string[];
  nonthaburiList: string[];
  search: { query: string; hits: number; mustInclude: string[] }[];
};

const scratch = mkdtempSync(join(tmpdir(), 'reference-data-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A copy of the pilot's data with one file changed; undefined removes the file. */
const dataWith = (file: string, change: (text: string) => string | Buffer | undefined): string => {
  const folder = mkdtempSync(join(scratch, 'data-'));
  cpSync('data', folder, { recursive: true });
  const changed = change(readFileSync(join(folder, file), 'utf8'));
  if (changed === undefined) unlinkSync(join(folder, file));
  else writeFileSync(join(folder, file), changed);
  return folder;
};

const faultOf = (load: () => unknown): DataFileError => {
  try {
    load();
  } catch (error) {
    if (error instanceof DataFileError) return error;
    throw error;
  }
  throw new Error('no fault was found');
};

const line = (number: number, change: (line: string) => string) => (text: string) =>
  text
    .split('\n')
    .map((content, at) => (at + 1 === number ? change(content) : content))
    .join('\n');
const replacing = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return text.replace(from, to);
};
const headerOnly = (text: string) => `${text.split('\n')[0]}\n`;

describe('the pilot directory', () => {
  const directory = loadDirectory('data');

  it('holds the 46 LAOs of Nonthaburi in the order of the manual', () => {
    expect(directory.laos.map((lao) => lao.name)).toEqual(vectors.nonthaburiList);
    expect(directory.laos.map((lao) => lao.rank)).toEqual(Array.from({ length: 46 }, (_, at) => at + 1));
    expect(directory.districts.map((district) => district.name)).toEqual(vectors.nonthaburiDistricts);
    expect(directory.provinces.map((province) => province.name)).toEqual(['นนทบุรี']);
    expect(directory.laoTypes).toHaveLength(6);
  });

  it('knows each LAO by its code, with all fields', () => {
    expect(directory.lao('03120102')).toEqual({
      code: '03120102',
      provinceCode: '12',
      districtCode: '1201',
      type: 'city-municipality',
      name: 'เทศบาลนครนนทบุรี',
      officialName: 'เทศบาลนครนนทบุรี',
      baseName: 'นนทบุรี',
      nameEn: 'Nonthaburi City Municipality',
      rank: 41,
    });
    expect(directory.laosOf('12')).toHaveLength(46);
    expect(directory.laosOf('99')).toEqual([]);
  });

  it('reads a file saved by a spreadsheet: byte order mark, CRLF, quotation marks, columns in another order', () => {
    const folder = dataWith('provinces.csv', () =>
      [
        '\ufeffname_th,code,sort_th,region,name_en',
        '"นนทบุรี","12",23,ภาคกลาง,"Nonthaburi, ""the"" pilot"',
        '',
      ].join('\r\n'),
    );
    // The column of English regions is not there.
    expect(loadDirectory(folder).province('12')).toMatchObject({
      nameEn: 'Nonthaburi, "the" pilot',
      regionEn: '',
    });
  });

  it('does without English names', () => {
    const folder = dataWith('laos.csv', replacing('Sai Ma Town Municipality', ''));
    expect(loadDirectory(folder).lao('04120104')).toMatchObject({ name: 'เทศบาลเมืองไทรม้า', nameEn: '' });
  });
});

describe('a fault of the directory is reported with its file and line', () => {
  const cases: readonly [string, string, (text: string) => string | Buffer | undefined, string][] = [
    ['missing file', 'districts.csv', () => undefined, ': cannot be read (ENOENT)'],
    ['empty file', 'laos.csv', () => '', ': is empty'],
    ['no LAO at all', 'laos.csv', headerOnly, ': names no LAO at all'],
    [
      'the old Thai code page',
      'provinces.csv',
      (text) => Buffer.concat([Buffer.from(headerOnly(text)), Buffer.from([0xb9, 0xb9, 0xb7, 0x0a])]),
      ':2: is not UTF-8 text',
    ],
    ['missing column', 'laos.csv', replacing('base_name_th', 'name'), ':1: column base_name_th is missing'],
    [
      'a cell too many',
      'laos.csv',
      line(17, (row) => `${row},`),
      ':17: has 18 cells where the header has 17',
    ],
    [
      'a cell too few',
      'lao-types.csv',
      line(3, (row) => row.slice(0, row.lastIndexOf(','))),
      ':3: has 8 cells where the header has 9',
    ],
    [
      'open quotation mark',
      'laos.csv',
      line(5, (row) => `"${row}`),
      ':5: has a quotation mark in the wrong place',
    ],
    [
      'stray quotation mark',
      'laos.csv',
      line(5, (row) => row.replace(',', ',x"')),
      ':5: has a quotation mark in the wrong place',
    ],
    [
      'duplicate LAO',
      'laos.csv',
      line(4, (row) => row.replace(/^\d+/, '02120101')),
      ':4: "02120101" is already on line 2',
    ],
    [
      'duplicate district',
      'districts.csv',
      line(3, (row) => row.replace(/^\d+/, '1201')),
      ':3: "1201" is already on line 2',
    ],
    ['lost leading zero', 'laos.csv', line(9, (row) => row.slice(1)), 'code of 8 digits'],
    [
      'a code of another province',
      'laos.csv',
      line(2, (row) => row.replace(/^02120101/, '02110101')),
      ':2: code "02110101" is of province "11", not of province_code "12"',
    ],
    [
      'malformed province code',
      'provinces.csv',
      line(2, (row) => row.replace('12', 'TH')),
      ':2: code "TH" is not a code of 2 digits',
    ],
    [
      'unknown province',
      'laos.csv',
      line(17, (row) => row.replace(',12,', ',99,')),
      ':17: unknown province code "99"',
    ],
    [
      'unknown province of a district',
      'districts.csv',
      line(4, (row) => row.replace(',12,', ',99,')),
      ':4: unknown province code "99"',
    ],
    [
      'unknown district',
      'laos.csv',
      line(2, (row) => row.replace(',1201,', ',1299,')),
      ':2: unknown district code "1299"',
    ],
    [
      'unknown type',
      'laos.csv',
      line(2, (row) => row.replace(',pao,', ',paw,')),
      ':2: unknown LAO type code "paw"',
    ],
    [
      'empty name',
      'laos.csv',
      line(2, (row) => row.replace('อบจ.นนทบุรี', ' ')),
      ':2: display_name_th is empty',
    ],
    [
      'name too long for the record',
      'laos.csv',
      line(2, (row) => row.replace('อบจ.นนทบุรี', 'ก'.repeat(LONGEST_TEXT + 1))),
      ':2: display_name_th is longer than 150 characters',
    ],
    [
      'rank that is no number',
      'laos.csv',
      line(2, (row) => row.replace(',2035,', ',x,')),
      ':2: sort_th "x" is not a whole number',
    ],
  ];

  it.each(cases)('%s', (_, file, change, message) => {
    const folder = dataWith(file, change);
    const fault = faultOf(() => loadDirectory(folder));
    expect(fault.file).toBe(join(folder, file));
    expect(fault.message).toContain(message);
    expect(fault.message.startsWith(fault.file)).toBe(true);
    expect(fault.message).not.toContain('\n');
  });

  it('a district of another province', () => {
    const folder = dataWith(
      'provinces.csv',
      (text) => `${text}11,สมุทรปราการ,Samut Prakan,ภาคกลาง,Central,59\n`,
    );
    writeFileSync(
      join(folder, 'laos.csv'),
      line(3, (row) => row.replace(',12,', ',11,'))(readFileSync('data/laos.csv', 'utf8')),
    );
    expect(faultOf(() => loadDirectory(folder)).message).toBe(
      `${join(folder, 'laos.csv')}:3: district "1201" does not lie in province "11"`,
    );
  });

  it('counts lines as an editor does, also after a cell of two lines and blank lines', () => {
    const file = join(scratch, 'lines.csv');
    writeFileSync(file, 'code,name\n01,"two\nlines"\n\n02\n');
    expect(faultOf(() => readCsvTable(file, ['code'])).line).toBe(5);
  });
});

const nation = process.env['NATION_DIR'] ?? '../shared/data';
const nationIsHere = existsSync(join(nation, 'laos.csv'));
const describeNation = nationIsHere ? describe : describe.skip;

describeNation('the directory of the nation', () => {
  const directory = loadDirectory(nationIsHere ? nation : 'data');

  it('holds every LAO', () => {
    expect(directory.laos).toHaveLength(7849);
    expect(directory.provinces).toHaveLength(76);
    expect(directory.districts).toHaveLength(878);
  });

  it('counts the LAOs of every province as the ministry does', () => {
    const types = directory.laoTypes.map((type) => type.type);
    const columns = ['province_code', 'districts', 'total', ...types];
    for (const counts of readCsvTable(join(nation, 'province-counts.csv'), columns)) {
      const laos = directory.laosOf(counts.text('province_code'));
      const ofType = (type: string) => laos.filter((lao) => lao.type === type).length;
      expect(types.map(ofType)).toEqual(types.map((type) => counts.rank(type)));
      expect(laos).toHaveLength(counts.rank('total'));
      expect(directory.districtsOf(counts.text('province_code'))).toHaveLength(counts.rank('districts'));
    }
  });

  it('lists them by province, district, type and name, each in its own order', () => {
    const typeOrder = new Map(directory.laoTypes.map((type) => [type.type, type.order]));
    const thai = new Intl.Collator('th', { numeric: true });
    const provinceName = (code: string) => directory.province(code)?.name ?? '';
    const districtName = (code: string) => directory.district(code)?.name ?? '';
    const sorted = [...directory.laos].sort(
      (a, b) =>
        thai.compare(provinceName(a.provinceCode), provinceName(b.provinceCode)) ||
        thai.compare(districtName(a.districtCode), districtName(b.districtCode)) ||
        (typeOrder.get(a.type) ?? 0) - (typeOrder.get(b.type) ?? 0) ||
        thai.compare(a.baseName, b.baseName) ||
        Number(a.code) - Number(b.code),
    );
    expect(directory.laos.map((lao) => lao.code)).toEqual(sorted.map((lao) => lao.code));
    expect(directory.laosOf('12').map((lao) => lao.name)).toEqual(vectors.nonthaburiList);
  });

  it.each(vectors.search)('finds "$query"', ({ query, hits, mustInclude }) => {
    const names = directory.search(query).map((lao) => lao.name);
    expect(names).toHaveLength(hits);
    expect(names).toEqual(expect.arrayContaining(mustInclude));
  });
});

describe('the questionnaires', () => {
  const shipped = loadQuestionnaires('data');

  it('of 2565: six aspects, 14 groups, 64 rows', () => {
    const [questionnaire] = shipped;
    const groups = questionnaire?.aspects.flatMap((aspect) => aspect.groups);
    expect(shipped.map(({ version }) => version)).toEqual(['2565.1']);
    expect(questionnaire?.aspects).toHaveLength(6);
    expect(groups).toHaveLength(14);
    expect(groups?.flatMap((group) => group.rows)).toHaveLength(64);
  });

  it('orders the versions by number, not by letter', () => {
    const text = readFileSync('data/questionnaire-2565.json', 'utf8');
    const folder = dataWith('questionnaire-2565.json', replacing('"2565.1"', '"2565.10"'));
    writeFileSync(join(folder, 'questionnaire-2565-second.json'), text.replace('"2565.1"', '"2565.9"'));
    expect(loadQuestionnaires(folder).map(({ version }) => version)).toEqual(['2565.9', '2565.10']);
  });

  const file = 'questionnaire-2565.json';
  const faults: readonly [string, (text: string) => string, string | RegExp][] = [
    ['version', replacing('"2565.1"', '"first"'), ':3: version is not a version like "2565.1"'],
    [
      'no title',
      replacing('"titleTh": "แบบสำรวจงานบริการ e-Service"', '"titleTh": ""'),
      ':5: titleTh is blank',
    ],
    [
      'id with a dot',
      replacing('"id": "economy"', '"id": "eco.nomy"'),
      /:\d+: aspects\.1\.id is not an id of the letters/,
    ],
    [
      'id used twice',
      replacing('"id": "relief-assistance"', '"id": "economy"'),
      /:\d+: aspects\.1\.id uses the id "economy" a second time/,
    ],
    [
      'aspects out of order',
      replacing('"number": 6,\n   "titleTh": "งาน', '"number": 7,\n   "titleTh": "งาน'),
      /:\d+: aspects\.5\.number is not numbered 6/,
    ],
    [
      'unknown kind',
      replacing('"kind": "service"', '"kind": "chore"'),
      /:\d+: aspects\.0\.groups\.0\.rows\.0\.kind is neither "service" nor/,
    ],
    [
      'free text under another id',
      replacing('"freeText": true', '"freeText": false'),
      /:\d+: channels\.\d\.freeText the choice "other"/,
    ],
    ['no list', replacing('"aspects": [', '"aspekts": ['), ':1: aspects is not a list'],
    ['comma too many', (text) => text.replace(/\}\s*$/, ',}'), /:\d+: is not JSON from column \d+ on/],
    [
      'token out of place',
      replacing('"fiscalYear": 2565', '"fiscalYear": year'),
      ':4: is not JSON from column 16 on',
    ],
    ['cut off', (text) => text.slice(0, 200), /:\d+: is not JSON/],
    ['not an object', () => '[]', ':1: is not a JSON object'],
  ];

  it.each(faults)('fault: %s', (_, change, message) => {
    const folder = dataWith(file, change);
    const fault = faultOf(() => loadQuestionnaires(folder));
    expect(fault.message).toMatch(message);
    expect(fault.file).toBe(join(folder, file));
  });

  it('points at the line of the second use of an id', () => {
    const folder = dataWith(file, replacing('"id": "tax-and-fees"', '"id": "relief-assistance"'));
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    const at = faultOf(() => loadQuestionnaires(folder)).line ?? 0;
    expect(lines[at - 1]).toContain('"relief-assistance"');
    expect(lines[at]).toContain('การบริการที่เกี่ยวข้องกับภาษี');
  });

  it('one version in two files', () => {
    const folder = dataWith(file, (text) => text);
    cpSync(join(folder, file), join(folder, 'questionnaire-copy.json'));
    expect(faultOf(() => loadQuestionnaires(folder)).message).toBe(
      `${join(folder, 'questionnaire-copy.json')}:3: version "2565.1" is that of ${join(folder, file)}`,
    );
  });

  it('no folder, no file', () => {
    expect(faultOf(() => loadQuestionnaires(join(scratch, 'nowhere'))).message).toContain(
      'cannot be read (ENOENT)',
    );
    expect(faultOf(() => loadQuestionnaires(mkdtempSync(join(scratch, 'empty-')))).message).toContain(
      'has no',
    );
  });
});

describe('Thai time', () => {
  it.each(vectors.dates)('prints and reads $shown', ({ utc, shown }) => {
    expect(formatBuddhist(new Date(utc))).toBe(shown);
    expect(formatBuddhist(new Date(utc), false)).toBe(shown.slice(0, 10));
    expect(parseBuddhist(shown, 'end')).toEqual(new Date(utc));
  });

  it('reads Thai digits and a day without time', () => {
    expect(parseBuddhist(' ๗/๑๑/๒๕๖๕ ', 'start')).toEqual(new Date('2022-11-06T17:00:00Z'));
    expect(parseBuddhist('29/02/2567', 'start')).toEqual(new Date('2024-02-28T17:00:00Z'));
  });

  it('takes a day alone as the whole day', () => {
    expect(parseBuddhist('26/11/2569', 'end')).toEqual(new Date('2026-11-26T16:59:59.999Z'));
    expect(edgeOfDay('2026-11-26', 'start')).toEqual(new Date('2026-11-25T17:00:00Z'));
    expect(edgeOfDay('2026-11-26', 'end')).toEqual(new Date('2026-11-26T16:59:59.999Z'));
    for (const none of ['2026-02-30', '2026-2-3', '26-11-26', 'x'])
      expect(edgeOfDay(none, 'end')).toBeUndefined();
  });

  it.each([
    '29/02/2565',
    '31/04/2565',
    '07/11/2022',
    '00/01/2565',
    '01/13/2565',
    '1/1/65',
    '07/11/2565 24:00:00',
    '07/11/2565 23:60:00',
    '07/11/2565 1:2:3',
    '',
    'วันนี้',
  ])('does not read "%s"', (text) => expect(parseBuddhist(text, 'start')).toBeUndefined());

  const anyTime = fc.date({ min: new Date('1900-01-01'), max: new Date('2400-01-01'), noInvalidDate: true });

  it('reads what it prints, to the second', () => {
    fc.assert(
      fc.property(anyTime, (date) => {
        const toTheSecond = new Date(Math.floor(date.getTime() / 1000) * 1000);
        expect(parseBuddhist(formatBuddhist(date), 'end')).toEqual(toTheSecond);
      }),
      propertyRuns(100),
    );
  });
});
