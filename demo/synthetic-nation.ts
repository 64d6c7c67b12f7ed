import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Codes that no real province has. */
const PROVINCES = ['97', '98', '99'];
const LAOS_EACH = 5;
const FILES = ['provinces.csv', 'districts.csv', 'lao-types.csv', 'laos.csv'] as const;

/** The pilot's directory with made-up provinces beside it, for a machine that has no list of the nation. */
export const writeSyntheticNation = (pilotFolder: string, folder: string): void => {
  for (const file of FILES) copyFileSync(join(pilotFolder, file), join(folder, file));
  for (const [rank, code] of PROVINCES.entries()) {
    const name = `สมมุติ ${rank + 1}`;
    const place = { name_th: name, name_en: `Made-up ${rank + 1}`, sort_th: String(900 + rank) };
    append(join(folder, 'provinces.csv'), { ...place, code, region: 'ภาคสมมุติ', region_en: 'Made-up' });
    append(join(folder, 'districts.csv'), { ...place, code: `${code}01`, province_code: code });
    for (let at = 1; at <= LAOS_EACH; at += 1) {
      append(join(folder, 'laos.csv'), {
        code: `06${code}01${String(at).padStart(2, '0')}`,
        province_code: code,
        district_code: `${code}01`,
        type: 'sao',
        name_th: `องค์การบริหารส่วนตำบล${name}-${at}`,
        display_name_th: `อบต.${name}-${at}`,
        base_name_th: `${name}-${at}`,
        name_en: `Made-up ${rank + 1}-${at}`,
        sort_th: String(at),
      });
    }
  }
};

const append = (file: string, cells: Readonly<Record<string, string>>): void => {
  const [head = ''] = readFileSync(file, 'utf8').split('\n');
  const line = head.split(',').map((column) => cells[column] ?? '');
  appendFileSync(file, `${line.join(',')}\n`);
};
