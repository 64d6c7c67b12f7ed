import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { ProcessStep, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { fieldAt, layoutOf } from './columns.js';
import { columnFields, type ColumnField } from './fields.js';

const questionnaire = JSON.parse(readFileSync('data/questionnaire-2565.json', 'utf8')) as Questionnaire;
const withSteps = (count: number): Questionnaire => ({
  ...questionnaire,
  processSteps: Array.from({ length: count }, (_, index): ProcessStep => ({
    ...questionnaire.processSteps[0]!,
    id: `s${index}`,
    number: index + 1,
  })),
});
const pilots: readonly string[] = ['hasEService', 'isNeeded', 'steps', 'channels', 'yearlyUsers'];
const pilotFields = columnFields.filter(({ name }) => pilots.includes(name));
/** A third question that is answered with yes or no, between the second one and the steps. */
const threeQuestions: readonly ColumnField[] = pilotFields.flatMap((field) =>
  field.name === 'isNeeded' ? [field, { ...field, id: 'planned' }] : [field],
);

describe('the columns of a questionnaire', () => {
  it.each([
    ['the pilot’s', questionnaire, pilotFields, 2 + 2 + 6 + 1 + 1],
    ['one step', withSteps(1), pilotFields, 2 + 2 + 1 + 1 + 1],
    ['eight steps and three questions', withSteps(8), threeQuestions, 2 + 2 + 2 + 8 + 1 + 1],
  ])('stand side by side, each with a name and a place of its own: %s', (_, of, fields, count) => {
    const layout = layoutOf(of, fields);
    const columns = layout.groups.flatMap((group) => group.columns);
    expect(columns.map(({ position }) => position)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    expect(new Set(columns.map(({ id }) => id)).size).toBe(count);
    expect(layout.span).toBe(1 + count);
    for (const { position, field } of columns) expect(fieldAt(layout, position)).toBe(field.name);
  });

  it('ask the kinds of a multiple-choice row at the title, and the last field at the tools', () => {
    const layout = layoutOf(withSteps(8), threeQuestions);
    expect(fieldAt(layout, 0)).toBe('choices');
    expect(fieldAt(layout, layout.span)).toBe('yearlyUsers');
    expect(fieldAt(layout, layout.span + 1)).toBe('yearlyUsers');
  });

  it('leave the table as wide as ever for six steps, and add the width of each further column', () => {
    expect(layoutOf(questionnaire, pilotFields).width).toBe(1060);
    expect(layoutOf(withSteps(8), threeQuestions).width).toBe(1060 + 2 * 53 + 2 * 58);
  });
});
