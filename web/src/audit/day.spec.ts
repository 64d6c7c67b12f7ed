import { describe, expect, it } from '@jest/globals';
import { dayOf, periodOf, presetPeriod } from './day.js';

// 26 November 2569, 01:30 in Bangkok: still the day before in UTC.
const now = new Date('2026-11-25T18:30:00.000Z');

describe('the days of an auditor', () => {
  it('a day is whole at both ends, in Bangkok', () => {
    expect(periodOf('26/11/2569', 'whole')).toEqual({
      from: '2026-11-25T17:00:00.000Z',
      to: '2026-11-26T16:59:59.999Z',
    });
    expect(periodOf('26/11/2569', 'morning')?.to).toBe('2026-11-26T04:59:59.999Z');
    expect(periodOf('26/11/2569', 'afternoon')?.from).toBe('2026-11-26T05:00:00.000Z');
    expect(periodOf('31/02/2569', 'whole')).toBeUndefined();
    expect(periodOf('26/11/2026', 'whole')).toBeUndefined();
  });

  it('a period that is a day or a part of one is shown as such', () => {
    for (const part of ['whole', 'morning', 'afternoon'] as const) {
      expect(dayOf(periodOf('26/11/2569', part)!)).toEqual({ day: '26/11/2569', part });
    }
    expect(dayOf({ from: '2026-11-25T17:00:00.000Z', to: '' })).toBeUndefined();
    expect(dayOf(presetPeriod('last-week', now))).toBeUndefined();
  });

  it('today and yesterday are days of Bangkok', () => {
    expect(presetPeriod('today', now)).toEqual(periodOf('26/11/2569', 'whole'));
    expect(presetPeriod('this-morning', now)).toEqual(periodOf('26/11/2569', 'morning'));
    expect(presetPeriod('yesterday', now)).toEqual(periodOf('25/11/2569', 'whole'));
    expect(presetPeriod('last-week', now)).toEqual({
      from: periodOf('19/11/2569', 'whole')?.from,
      to: periodOf('25/11/2569', 'whole')?.to,
    });
  });
});
