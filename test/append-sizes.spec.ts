import { describe, expect, it } from '@jest/globals';
import { MAX_NOTE } from '../src/certification/province-decisions.js';
import { MAX_RETURNED_ROWS } from '../src/certification/return-survey.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { LONGEST_TEXT } from '../src/directory/csv-table.js';
import { Directory, type Lao } from '../src/directory/directory.js';
import { MOST_LAOS } from '../src/directory/load-directory.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import type { NewEvent } from '../src/events/recorded-event.js';
import { appendSize, LARGEST_APPEND } from '../src/event-store/event-store.js';
import { formRows } from '../src/form/completeness.js';
import {
  answerFields,
  fieldNames,
  isAsked,
  questionsOf,
  readAnswer,
  type Answer,
  type RowQuestions,
} from '../src/questionnaire/answer.js';
import { MAX_COUNT } from '../src/basics/count.js';
import { MAX_REASON } from '../src/problems/reason.js';
import { asJson } from '../src/basics/json.js';
import { proposedRoster } from '../src/roster/proposed-roster.js';
import { MAX_ADDED_ROWS, type Aspect, type Questionnaire } from '../src/questionnaire/questionnaire.js';
import { LARGEST_QUESTIONNAIRE, questionnaireFaults } from '../src/questionnaire/questionnaire-faults.js';
import { MAX_TITLE } from '../src/survey/survey-decisions.js';

/** Each takes three bytes. */
const thai = (characters: number): string => 'ก'.repeat(characters);
const uuid = '7f9c24e8-3b12-5d0f-9a5e-0c4f2e6b8d11';
const sha256 = 'f'.repeat(64);
/** OpenID Connect allows a `sub` of 255 characters, this system a request id of 100. */
const metadata = {
  schemaVersion: 99,
  time: '2565-11-07T09:29:30.123Z',
  actor: { sub: 's'.repeat(255), role: 'lao', laoCode: '03120102', provinceCode: '12' },
  correlationId: 'r'.repeat(100),
  commandId: uuid,
  command: 'c'.repeat(40),
  commandHash: `2:${sha256}`,
  hash: sha256,
};
const envelope = ({ type, data }: DomainEvent): NewEvent => ({
  id: uuid,
  type,
  data: asJson(data),
  metadata,
});
const bytes = (events: readonly DomainEvent[]): number =>
  events.map(envelope).reduce((sum, event) => sum + appendSize(event), 0);

const provinceOf = (laos: number, name: string): Directory => {
  const lao = (at: number): Lao => ({
    code: `0612${String(at).padStart(4, '0')}`,
    provinceCode: '12',
    districtCode: `12${String(at % 100).padStart(2, '0')}`,
    type: 'subdistrict-municipality',
    name,
    officialName: name,
    baseName: name,
    nameEn: name,
    rank: at,
  });
  const district = (at: number) => ({
    code: `12${String(at).padStart(2, '0')}`,
    provinceCode: '12',
    name,
    nameEn: name,
    rank: at,
  });
  return new Directory(
    [{ code: '12', name, nameEn: name, region: name, regionEn: name, rank: 1 }],
    Array.from({ length: 100 }, (_, at) => district(at)),
    [],
    Array.from({ length: laos }, (_, at) => lao(at)),
  );
};

/** A มี with everything ticked and every text as long as it may be. */
const largestAnswer = (questions: RowQuestions): Answer => {
  const filled: { [field: string]: unknown } = {};
  for (const field of fieldNames.filter((name) => isAsked(questions, name))) {
    const description = answerFields[field];
    switch (description.kind) {
      case 'yes-no':
        if (field === 'hasEService') filled[field] = true;
        break;
      case 'choices':
        filled[field] = questions[description.offers]!.map(({ id }) => id);
        break;
      case 'text':
        filled[field] = thai(description.maxLength);
        break;
      case 'texts':
        filled[field] = Array.from({ length: description.maxItems }, (_, at) =>
          `${at}${thai(description.maxLength)}`.slice(0, description.maxLength),
        );
        break;
      case 'count':
        filled[field] = MAX_COUNT;
        break;
      default:
        description satisfies never;
    }
  }
  const { answer, violations } = readAnswer(questions, filled);
  expect(violations).toEqual([]);
  return answer!;
};

const questionnaire = loadQuestionnaires('data')[0]!;

describe('what one command appends stays below the limit of one append', () => {
  it('the enrolment of the largest province that a directory may have', () => {
    const data = proposedRoster(provinceOf(MOST_LAOS, thai(LONGEST_TEXT)), '12');
    expect(data.laos).toHaveLength(MOST_LAOS);
    expect(bytes([{ type: 'ProvinceEnrolled', data }])).toBeLessThan(LARGEST_APPEND);
  });

  it('the certification of that province', () => {
    const data = proposedRoster(provinceOf(MOST_LAOS, 'ก'), '12');
    const laos = data.laos.map(({ code }) => ({
      laoCode: code,
      certifiedRevision: '9'.repeat(19),
      fingerprint: sha256,
    }));
    expect(bytes([{ type: 'ProvinceCertified', data: { laos } }])).toBeLessThan(LARGEST_APPEND / 4);
  });

  it('a return that objects to every row, each with the longest note', () => {
    const rows = Array.from({ length: MAX_RETURNED_ROWS }, () => ({ rowId: uuid, note: thai(MAX_NOTE) }));
    const data = { laoCode: '03120102', certifiedRevision: '9'.repeat(19), reason: thai(MAX_REASON), rows };
    expect(bytes([{ type: 'LaoReturned', data }])).toBeLessThan(LARGEST_APPEND);
  });

  /** Every row answered at length, those that the LAO added included. */
  const largestSave = (questionnaire: Questionnaire, aspect: Aspect): number => {
    const { id } = aspect;
    const added = new Map(
      Array.from({ length: MAX_ADDED_ROWS }, (_, at) => {
        const rowId = `${uuid}-${at}`;
        return [rowId, { id: rowId, aspectId: id, groupId: aspect.groups[0]!.id, title: thai(MAX_TITLE) }];
      }),
    );
    const rows = formRows(aspect, added);
    expect(rows.length).toBeGreaterThanOrEqual(MAX_ADDED_ROWS);
    const answered = rows.map((row) => ({
      type: 'AnswerRecorded' as const,
      data: { aspectId: id, rowId: row.id, answer: largestAnswer(questionsOf(questionnaire, row)) },
    }));
    return bytes([...answered, { type: 'AspectSaved', data: { aspectId: id } }]);
  };

  it.each(questionnaire.aspects.map((aspect) => [aspect.id, aspect] as const))(
    'the largest save of the aspect %s',
    (_, aspect) => {
      expect(largestSave(questionnaire, aspect)).toBeLessThan(LARGEST_APPEND);
    },
  );

  it.each(['service', 'multi-choice'] as const)(
    'the largest save of any questionnaire: rows of kind %s',
    (kind) => {
      const choices = questionnaire.aspects
        .flatMap(({ groups }) => groups.flatMap(({ rows }) => rows))
        .find((row) => row.choices)!.choices!;
      const rows = Array.from({ length: 400 }, (_, at) => ({
        id: `${'r'.repeat(60)}${at}`,
        titleTh: 'ก',
        titleEn: 'a',
        kind,
        order: at + 1,
        ...(kind === 'multi-choice' && { choices }),
      }));
      const withRows = (count: number): Questionnaire => {
        const [aspect, ...aspects] = questionnaire.aspects;
        const [group] = aspect!.groups;
        return {
          ...questionnaire,
          aspects: [{ ...aspect!, groups: [{ ...group!, rows: rows.slice(0, count) }] }, ...aspects],
        };
      };
      const most = rows.findIndex((_, at) => questionnaireFaults(withRows(at + 1)).length > 0);
      expect(most).toBeGreaterThan(5);
      const largest = withRows(most);
      expect(largestSave(largest, largest.aspects[0]!)).toBeLessThan(LARGEST_APPEND);
      expect(questionnaireFaults(withRows(most + 1))).toMatchObject([
        { path: 'aspects.0', code: 'aspect-too-large' },
      ]);
    },
  );

  it('a questionnaire', () => {
    expect(LARGEST_QUESTIONNAIRE).toBeLessThan(LARGEST_APPEND * 0.75);
  });

  it('a row with the longest title, and a round of every province that codes allow', () => {
    const provinces = Array.from({ length: 100 }, (_, at) => String(at).padStart(2, '0'));
    const title = thai(MAX_TITLE);
    expect(
      bytes([{ type: 'RowAdded', data: { aspectId: 'a', groupId: 'g', rowId: uuid, title } }]),
    ).toBeLessThan(10_000);
    expect(bytes([{ type: 'CampaignWidened', data: { provinces } }])).toBeLessThan(10_000);
  });
});
