import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import { classesOf, classOf } from './classes.js';
import { percent, points, shareOf, signed } from './numbers.js';
import { codeOnMap } from './provinces-on-map.js';

describe('numbers in words', () => {
  it('a share is whole percents, but never rounds some to none or to all', () => {
    expect([0, 0.5, 0.625, 1].map(percent)).toEqual(['0%', '50%', '63%', '100%']);
    expect([0.0001, 0.9999].map(percent)).toEqual(['0.1%', '99.9%']);
    expect(percent(shareOf(3, 0))).toBe('–');
  });

  it('a change has a sign', () => {
    expect([signed(1.25), signed(-0.3), signed(0.04)]).toEqual(['+1.3', '−0.3', '±0']);
    expect(points(0.62, 0.588)).toBe('+3.2');
    expect(points(0.5, null)).toBe('–');
  });
});

describe('the classes of the map', () => {
  it('cover all values, with whole bounds', () => {
    const classes = classesOf([0.114, 0.357, 0.609, null], 0.01);
    expect(classes.map(({ from }) => from.toFixed(2))).toEqual(['0.11', '0.21', '0.31', '0.41', '0.51']);
    expect([0.114, 0.21, 0.609, null].map((value) => classOf(classes, value))).toEqual([1, 2, 5, 0]);
  });

  it('are there when all values are equal, and not when there is none', () => {
    expect(classOf(classesOf([24.4, 24.4], 0.1), 24.4)).toBe(1);
    expect(classesOf([null], 0.1)).toEqual([]);
  });
});

describe('the provinces on the map', () => {
  const outlines = [
    ...readFileSync('node_modules/@svg-maps/thailand/index.js', 'utf8').matchAll(
      /"name":"([^"]+)","id":"(\w+)"/g,
    ),
  ].map(([, name = '', id = '']) => ({ name, id }));

  it('are the 76 with LAOs; Bangkok and a lake have none', () => {
    const without = outlines.filter(({ id }) => codeOnMap[id] === undefined).map(({ name }) => name);
    expect(without).toEqual(['Bangkok', 'Lake Songkha']);
    expect(new Set(Object.values(codeOnMap)).size).toBe(76);
    expect(Object.keys(codeOnMap).filter((id) => !outlines.some((each) => each.id === id))).toEqual([]);
  });

  it('have the names of the directory', () => {
    const folder = process.env['DIRECTORY_DIR'] ?? 'data';
    const provinces = parse<{ code: string; name_en: string }>(readFileSync(`${folder}/provinces.csv`), {
      columns: true,
      bom: true,
    });
    const plain = (name: string): string => name.toLowerCase().replaceAll(' ', '');
    for (const { code, name_en: name } of provinces) {
      const outline = outlines.find(({ id }) => codeOnMap[id] === code);
      expect([code, plain(outline?.name ?? '')]).toEqual([code, plain(name)]);
    }
  });
});
