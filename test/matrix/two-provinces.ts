import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two LAOs of one province, and one of another. */
export const offices = { own: '03120102', near: '04120104', far: '03130102', nowhere: '99999999' } as const;
export const provinces = { own: '12', far: '13', nowhere: '99' } as const;

/** A folder with the directory of these offices: lines of the pilot's, and a second province after their pattern. */
export const twoProvinces = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'eservice-survey-matrix-'));
  const pilot = (file: string) => readFileSync(join('data', file), 'utf8').trim().split('\n');
  const write = (file: string, lines: readonly string[]) =>
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  copyFileSync(join('data', 'lao-types.csv'), join(folder, 'lao-types.csv'));
  const [provinceHead = '', province = ''] = pilot('provinces.csv');
  write('provinces.csv', [provinceHead, province, '13,ปทุมธานี,Pathum Thani,ภาคกลาง,Central,24']);
  const [districtHead = '', ...districts] = pilot('districts.csv');
  write('districts.csv', [districtHead, ...districts, '1301,13,เมืองปทุมธานี,Mueang Pathum Thani,545']);
  const [laoHead = '', ...laos] = pilot('laos.csv');
  const of = (code: string) => laos.find((line) => line.startsWith(`${code},`))!;
  const far = of(offices.own)
    .replaceAll(offices.own, offices.far)
    .replace(',12,1201,', ',13,1301,')
    .replaceAll('นนทบุรี', 'รังสิต');
  write('laos.csv', [laoHead, of(offices.own), of(offices.near), far]);
  return folder;
};
