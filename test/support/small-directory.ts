import { Directory, type Lao } from '../../src/directory/directory.js';

const lao = (code: string, provinceCode: string, rank: number, baseName: string): Lao => ({
  code,
  provinceCode,
  districtCode: `${provinceCode}01`,
  type: 'city-municipality',
  name: `เทศบาลนคร${baseName}`,
  officialName: `เทศบาลนคร${baseName}`,
  baseName,
  nameEn: code,
  rank,
});

/** Two provinces with two LAOs and one LAO: enough for every question of scope. */
export const smallDirectory = (): Directory =>
  new Directory(
    [
      { code: '12', name: 'นนทบุรี', nameEn: 'Nonthaburi', region: 'ภาคกลาง', regionEn: 'Central', rank: 1 },
      { code: '13', name: 'ปทุมธานี', nameEn: 'Pathum Thani', region: 'ภาคกลาง', regionEn: 'Central', rank: 2 },
    ],
    [
      { code: '1201', provinceCode: '12', name: 'เมืองนนทบุรี', nameEn: 'Mueang Nonthaburi', rank: 1 },
      { code: '1301', provinceCode: '13', name: 'เมืองปทุมธานี', nameEn: 'Mueang Pathum Thani', rank: 2 },
    ],
    [
      {
        type: 'city-municipality',
        order: 1,
        name: 'เทศบาลนคร',
        abbreviation: 'ทน.',
        nameEn: 'City Municipality',
      },
    ],
    [
      lao('03120102', '12', 1, 'นนทบุรี'),
      lao('03120103', '12', 2, 'ปากเกร็ด'),
      lao('03130102', '13', 3, 'รังสิต'),
    ],
  );
