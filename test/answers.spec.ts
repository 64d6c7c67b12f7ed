import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  MAX_OTHER_CHOICES,
  MAX_OTHER_TEXT,
  missingFields,
  readAnswer,
  rowState,
  sameAnswer,
  type Answer,
  type RowQuestions,
} from '../src/questionnaire/answer.js';
import { MAX_COUNT, parseCount } from '../src/basics/count.js';
import { keptText, listProblem, textProblem, tidied } from '../src/basics/text.js';
import { propertyRuns } from './support/property-runs.js';

const titled = (id: string) => ({ id, titleTh: id, titleEn: id });
const service: RowQuestions = {
  steps: ['submit-request', 'approve', 'pay'].map(titled),
  channels: ['website', 'line-oa', 'other'].map(titled),
};
const multiChoice: RowQuestions = { ...service, choices: ['lighting', 'roads', 'other'].map(titled) };

const complete: Answer = { hasEService: true, steps: ['pay'], channels: ['website'], yearlyUsers: 12 };

const codes = (questions: RowQuestions, raw: unknown) =>
  readAnswer(questions, raw).violations.map(({ field, code }) => `${field}: ${code}`);

describe('reading an answer', () => {
  it.each([null, undefined, {}, { hasEService: null }, { steps: ['pay'], yearlyUsers: 3 }])(
    'without มี/ไม่มี is unanswered: %j',
    (raw) => expect(readAnswer(service, raw)).toEqual({ answer: null, violations: [] }),
  );

  it('ไม่มี keeps only whether it is needed', () => {
    const raw = { ...complete, hasEService: false, isNeeded: true };
    expect(readAnswer(service, raw).answer).toEqual({ hasEService: false, isNeeded: true });
  });

  it('มี clears whether it is needed, and texts without their "other"', () => {
    const raw = {
      ...complete,
      isNeeded: true,
      otherChannel: 'โทรศัพท์',
      choices: ['roads'],
      otherChoices: ['ก'],
    };
    expect(readAnswer(multiChoice, raw).answer).toEqual({ ...complete, choices: ['roads'] });
  });

  it('puts lists into the order of the questionnaire, without repetition, and drops an empty one', () => {
    const raw = { hasEService: true, steps: ['pay', 'submit-request', 'pay'], channels: [] };
    expect(readAnswer(service, raw).answer).toEqual({ hasEService: true, steps: ['submit-request', 'pay'] });
  });

  it('takes counts as people write them, and texts without outer spaces, composed', () => {
    const raw = { ...complete, channels: ['other'], otherChannel: ' cafe\u0301 ', yearlyUsers: '๑,๒๓๔' };
    expect(readAnswer(service, raw).answer).toEqual({
      ...complete,
      channels: ['other'],
      otherChannel: 'café',
      yearlyUsers: 1234,
    });
  });

  it('counts a text of "other" once, however it was composed', () => {
    const raw = { hasEService: true, choices: ['other'], otherChoices: ['é', ' e\u0301', 'b'] };
    expect(readAnswer(multiChoice, raw).answer?.otherChoices).toEqual(['é', 'b']);
  });

  it('a text with a comma is several, as in the one box of the form', () => {
    const read = (otherChoices: readonly string[]) =>
      readAnswer(multiChoice, { hasEService: true, choices: ['other'], otherChoices }).answer?.otherChoices;
    expect(read(['ก,ข'])).toEqual(['ก', 'ข']);
    expect(read(['ก, ข ,', 'ข', 'ค'])).toEqual(['ก', 'ข', 'ค']);
    expect(read([','])).toBeUndefined();
    expect(read(['ก', 'ข'])).toEqual(read([['ก', 'ข'].join(', ')]));
  });

  it('judges a text in its kept form: composing can make it longer', () => {
    const raw = { ...complete, channels: ['other'], otherChannel: '\u0958'.repeat(MAX_OTHER_TEXT) };
    expect(codes(service, raw)).toEqual(['otherChannel: text-too-long']);
  });

  it.each([1, 'มี', true, [], [complete]])('%j is no answer', (raw) =>
    expect(codes(service, raw)).toEqual(['answer: not-an-object']),
  );

  it('reports everything that is wrong, not only the first', () => {
    const raw = {
      hasEService: 'yes',
      isNeeded: 0,
      steps: 'pay',
      channels: ['fax', 7],
      yearlyUsers: -1,
      colour: 1,
    };
    expect(codes(service, raw)).toEqual([
      'answer: unknown-field',
      'hasEService: not-a-boolean',
      'isNeeded: not-a-boolean',
      'steps: not-a-list',
      'channels: unknown-choice',
      'channels: unknown-choice',
      'yearlyUsers: count-negative',
    ]);
  });

  it('asks no choices of a service, but an empty list is nothing sent', () => {
    expect(codes(service, { ...complete, choices: ['roads'] })).toEqual(['choices: unknown-field']);
    expect(codes(service, { ...complete, choices: [], otherChoices: null })).toEqual([]);
  });

  it('reports a value that cannot be written as a string, too', () => {
    const hostile = JSON.parse('{"toString": 1, "valueOf": 1}') as object;
    expect(codes(service, { hasEService: hostile, steps: [hostile] })).toEqual([
      'hasEService: not-a-boolean',
      'steps: unknown-choice',
    ]);
  });

  it('does not mistake a property of the prototype for a known field', () => {
    const raw: unknown = JSON.parse(
      '{"hasEService": true, "__proto__": {"steps": ["pay"]}, "constructor": 1}',
    );
    expect(codes(service, raw)).toEqual(['answer: unknown-field', 'answer: unknown-field']);
  });
});

describe('what a complete answer still lacks', () => {
  it.each<[RowQuestions, Answer | null, string[]]>([
    [service, null, ['hasEService']],
    [service, { hasEService: false }, ['isNeeded']],
    [service, { hasEService: false, isNeeded: false }, []],
    [service, { hasEService: true }, ['steps', 'channels', 'yearlyUsers']],
    [service, { ...complete, yearlyUsers: 0 }, []],
    [service, { ...complete, channels: ['other'] }, ['otherChannel']],
    [multiChoice, complete, ['choices']],
    [multiChoice, { ...complete, choices: ['other'] }, ['otherChoices']],
    [multiChoice, { ...complete, choices: ['other'], otherChoices: ['ก'] }, []],
  ])('%#', (questions, answer, missing) => expect(missingFields(questions, answer)).toEqual(missing));
});

describe('a count', () => {
  it.each<[unknown, number | undefined]>([
    [0, 0],
    ['๐', 0],
    [-0, 0],
    ['007', 7],
    ['1,234,567', 1_234_567],
    [' ๑๒๓ ', 123],
    [MAX_COUNT, MAX_COUNT],
    [' ', undefined],
    ['\u00a0', undefined],
    [null, undefined],
  ])('%j is %j', (raw, count) => expect(parseCount(raw)).toEqual({ count }));

  it.each<[unknown, string]>([
    [-1, 'count-negative'],
    ['−5', 'count-negative'],
    ['-๕', 'count-negative'],
    [1.5, 'count-fractional'],
    ['1,234.5', 'count-fractional'],
    [1e-7, 'count-fractional'],
    [-1.5, 'count-negative'],
    [-1e-7, 'count-negative'],
    [-1e30, 'count-negative'],
    [MAX_COUNT + 1, 'count-too-large'],
    [1e21, 'count-too-large'],
    [1.5e300, 'count-too-large'],
    ['9'.repeat(10_000), 'count-too-large'],
    ['1,5', 'not-a-count'],
    ['1,2345', 'not-a-count'],
    ['12 คน', 'not-a-count'],
    ['1e3', 'not-a-count'],
    ['0x10', 'not-a-count'],
    ['๑\u0000', 'not-a-count'],
    ['١٢', 'not-a-count'],
    [true, 'not-a-count'],
    [[1], 'not-a-count'],
    [{}, 'not-a-count'],
  ])('%j: %s', (raw, problem) => expect(parseCount(raw)).toEqual({ problem }));

  it('is read back from every way of writing it', () => {
    const thaiDigits = (text: string) =>
      text.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_COUNT }), (count) => {
        const written = [String(count), count.toLocaleString('en'), thaiDigits(count.toLocaleString('en'))];
        expect(written.map((text) => parseCount(text))).toEqual(written.map(() => ({ count })));
      }),
      propertyRuns(100),
    );
  });
});

describe('a text', () => {
  it.each<[string, unknown, string | undefined]>([
    ['Thai', 'ขอยืมพัสดุ/ครุภัณฑ์ ๓ ชิ้น', undefined],
    ['digits, signs and letters beyond the basic plane', '1# * © 𠮷', undefined],
    ['longest', 'ก'.repeat(MAX_OTHER_TEXT), undefined],
    ['outer spaces do not count', ` ${'ก'.repeat(MAX_OTHER_TEXT)} `, undefined],
    ['too long', 'ก'.repeat(10_000), 'text-too-long'],
    ['a number', 5, 'text-not-a-string'],
    ['NUL', 'ก\u0000', 'text-control-character'],
    ['line break', 'ก\nข', 'text-control-character'],
    ['half a character', 'ก\ud83d', 'text-broken-unicode'],
    ['emoji', 'ดี 😀', 'text-emoji'],
    ['flag', '🇹🇭', 'text-emoji'],
    ['keycap', '1\ufe0f\u20e3', 'text-emoji'],
    ['spaces', '   ', 'text-blank'],
    ['zero width only', '\u200b\u200d\ufeff', 'text-blank'],
    ['invisible signs only', '\u00ad\u200e\u3164', 'text-blank'],
    ['a blank of Braille', '\u2800\u2800', 'text-blank'],
    ['a blank between words of Thai', 'งาน\u200bบริการ', undefined],
    ['right to left', 'อบต.\u202eกขค', 'text-direction-control'],
    ['isolated', '\u2066ก\u2069', 'text-direction-control'],
    ['three marks', 'ก\u0e34\u0e48\u0e48', undefined],
    ['a tower of marks', 'ก\u0e48\u0e49\u0e4a\u0e4b', 'text-stacked-marks'],
    ['a tower of foreign marks', `a${'\u0301'.repeat(20)}`, 'text-stacked-marks'],
    ['a character of a font of its own', 'ก\ue000', 'text-private-use'],
  ])('%s', (_, value, problem) => expect(textProblem(value, MAX_OTHER_TEXT)).toBe(problem));

  it.each([
    ['SARA AM in two parts', 'น\u0e49\u0e4d\u0e32', 'น้ำ'],
    ['SARA AM in two parts, the tone between', 'น\u0e4d\u0e49\u0e32', 'น้ำ'],
    ['SARA AM in two parts, no tone', 'ท\u0e4d\u0e32', 'ทำ'],
    ['a tone behind SARA AM', 'น\u0e33\u0e49', 'น้ำ'],
    ['forms of a PDF', 'ป\uf701\uf70aน ญ\uf70f ฐ\uf700 ป\uf710น', 'ปิ่น ญญ ฐฐ ปัน'],
    ['blanks and NFC', ' e\u0301 ', 'é'],
  ])('is kept in one spelling: %s', (_, typed, kept) => {
    expect(keptText(typed, 100)).toEqual({ text: kept });
    expect(tidied(kept)).toBe(kept);
  });

  it('has a character of Thai for each drawn form of old fonts', () => {
    const drawn = Array.from({ length: 0x1b }, (_, index) => String.fromCharCode(0xf700 + index));
    for (const form of drawn) expect(tidied(`ก${form}`)).toMatch(/^ก[\u0e01-\u0e4d]$/);
  });

  it('a list of texts reports its first problem', () => {
    expect(listProblem(['ก', ' ', '😀'], 3, 10)).toBe('text-blank');
    expect(listProblem(Array.from({ length: MAX_OTHER_CHOICES + 1 }, String), MAX_OTHER_CHOICES, 10)).toBe(
      'list-too-long',
    );
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('ก', ' ข้อ ๑ ', '\u200b', '\u0000', '\ud800', '😀', 'e\u0301', 'ก'.repeat(10_000)),
);
const picked = (ids: readonly string[]) =>
  fc.oneof(
    fc.array(fc.constantFrom(...ids)),
    fc.array(fc.constantFrom(...ids, 'unknown')),
    fc.constant(null),
  );
/** Answers from a browser, a script or an attacker; most of them are nearly right. */
const sentAnswer = fc.record(
  {
    hasEService: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, fc.jsonValue()),
    isNeeded: fc.oneof(fc.boolean(), fc.constant(null)),
    steps: picked(service.steps.map(({ id }) => id)),
    channels: picked(service.channels.map(({ id }) => id)),
    otherChannel: fc.oneof(anyText, fc.constant('โทรศัพท์')),
    yearlyUsers: fc.oneof(fc.nat(), fc.constantFrom('๑,๐๐๐', '', null, -1, 1.5), fc.double()),
    choices: picked(['lighting', 'roads', 'other']),
    otherChoices: fc.oneof(fc.array(anyText), fc.constant(['ก', ' ก ', 'ข'])),
  },
  { requiredKeys: [] },
);
const anyQuestions = fc.constantFrom(service, multiChoice);
const everyRun = propertyRuns(200);

describe('any input', () => {
  it('any JSON is read without an exception', () => {
    fc.assert(
      fc.property(anyQuestions, fc.oneof(fc.jsonValue(), sentAnswer), (questions, raw) => {
        const { answer, violations } = readAnswer(questions, raw);
        expect(answer === undefined).toBe(violations.length > 0);
      }),
      everyRun,
    );
  });

  it('a second read of a read answer changes nothing, also after its way through JSON', () => {
    fc.assert(
      fc.property(anyQuestions, sentAnswer, (questions, raw) => {
        const { answer } = readAnswer(questions, raw);
        fc.pre(answer !== undefined);
        expect(readAnswer(questions, answer)).toEqual({ answer, violations: [] });
        expect(readAnswer(questions, JSON.parse(JSON.stringify(answer)))).toEqual({ answer, violations: [] });
      }),
      everyRun,
    );
  });

  it('what was read is never contradictory', () => {
    fc.assert(
      fc.property(anyQuestions, sentAnswer, (questions, raw) => {
        const { answer } = readAnswer(questions, raw);
        fc.pre(Boolean(answer));
        const present = Object.keys(answer ?? {});
        if (!answer?.hasEService) {
          expect(['hasEService', 'isNeeded']).toEqual(expect.arrayContaining(present));
        } else {
          expect(present).not.toContain('isNeeded');
          if (answer.otherChannel !== undefined) expect(answer.channels).toContain('other');
          if (answer.otherChoices !== undefined) expect(answer.choices).toContain('other');
          if (!questions.choices) expect(present).not.toContain('choices');
        }
        for (const value of Object.values(answer ?? {}))
          if (Array.isArray(value)) expect(value).not.toEqual([]);
      }),
      everyRun,
    );
  });

  it('nothing is missing if and only if the row is complete', () => {
    fc.assert(
      fc.property(anyQuestions, sentAnswer, (questions, raw) => {
        const { answer } = readAnswer(questions, raw);
        fc.pre(answer !== undefined);
        const state = rowState(questions, answer);
        expect(state === 'complete').toBe(missingFields(questions, answer).length === 0);
        expect(state === 'unanswered').toBe(answer === null);
      }),
      everyRun,
    );
  });

  it('an answer is the same as itself, in whatever order it was sent', () => {
    fc.assert(
      fc.property(anyQuestions, sentAnswer, (questions, raw) => {
        const { answer } = readAnswer(questions, raw);
        fc.pre(answer !== undefined);
        const reversed = Object.fromEntries(
          Object.entries(raw)
            .reverse()
            .map(([field, value]) => {
              const ticked = Array.isArray(value) && field !== 'otherChoices';
              return [field, ticked ? [...(value as unknown[])].reverse() : value];
            }),
        );
        expect(sameAnswer(answer, answer)).toBe(true);
        expect(sameAnswer(answer, readAnswer(questions, reversed).answer)).toBe(true);
      }),
      everyRun,
    );
  });

  it('unlike answers are not the same', () => {
    expect(sameAnswer(complete, { ...complete, yearlyUsers: 13 })).toBe(false);
    expect(sameAnswer(complete, { hasEService: true })).toBe(false);
    expect(sameAnswer({ hasEService: false }, null)).toBe(false);
    expect(sameAnswer(null, undefined)).toBe(false);
  });
});
