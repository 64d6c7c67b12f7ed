import { describe, expect, it } from '@jest/globals';
import {
  decideCloseCampaign,
  decideExtendCampaign,
  decideFinishNarrowing,
  decideOpenCampaign,
  decideWidenCampaign,
} from '../src/campaign/campaign-decisions.js';
import { campaignModel, type Campaign } from '../src/campaign/campaign.js';
import type { StreamModel } from '../src/commands/stream-model.js';
import type { Category, DomainEvent, RecordedIn } from '../src/events/domain-event.js';
import { Problem } from '../src/problems/problem.js';
import {
  decideCertifyProvince,
  decideReturnSurvey,
  decideReviewSurvey,
  decideRevokeCertification,
} from '../src/certification/province-decisions.js';
import type { ReturnedRow } from '../src/events/province-events.js';
import type { LaoCertified, ObjectionNote } from '../src/events/survey-events.js';
import type { RosterLao } from '../src/events/roster-events.js';
import { provinceModel, type ProvinceYear } from '../src/roster/province.js';
import { decideChangeRoster, decideEnrolProvince } from '../src/roster/roster-decisions.js';
import { MAX_ADDED_ROWS } from '../src/questionnaire/questionnaire.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { rowsOf } from '../src/questionnaire/questionnaire.js';
import {
  decideAddRow,
  decideCertifySurvey,
  decideRemoveRow,
  decideRenameRow,
  decideSaveAspect,
  MAX_TITLE,
  type SurveyCircumstances,
} from '../src/survey/survey-decisions.js';
import { surveyModel, type Survey } from '../src/form/survey.js';
import { completeAnswers } from './support/fill.js';

const questionnaire = loadQuestionnaires('data')[0]!;
const opensAt = '2022-11-01T00:00:00.000Z';
const closesAt = '2022-12-01T00:00:00.000Z';
const now = new Date('2022-11-07T09:29:30.000Z');
const at = '2022-11-05T00:00:00.000Z';

const fold = <State, Of extends Category>(
  model: StreamModel<State, Of>,
  events: readonly DomainEvent[],
): State =>
  model.evolve(
    model.initialState,
    events.map(
      (event, index) =>
        ({
          ...event,
          revision: BigInt(index),
          position: BigInt(index),
          metadata: { time: at },
        }) as unknown as RecordedIn<Of>,
    ),
  );

/** The decision, or the code of the problem that refused it. */
const outcome = (decide: () => readonly DomainEvent[]): readonly DomainEvent[] | string => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};

/** given(earlier events).when(command).then(new events, or the problem) */
const scenario =
  <State, Of extends Category>(model: StreamModel<State, Of>) =>
  (...events: readonly DomainEvent[]) => ({
    when: (decide: (state: State) => readonly DomainEvent[]) => {
      const result = outcome(() => decide(fold(model, events)));
      return { then: (expected: readonly object[] | string) => expect(result).toEqual(expected) };
    },
  });

const campaign: Campaign = {
  questionnaireVersion: '2565.1',
  provinces: ['12'],
  opensAt,
  closesAt,
  closedAt: undefined,
  closingAt: undefined,
  narrowings: new Map(),
  publications: [],
};
const rosterLao = (code: string, rank: number): RosterLao => ({
  code,
  districtCode: '1201',
  type: 'sao',
  name: `อบต.${code}`,
  officialName: `องค์การบริหารส่วนตำบล${code}`,
  baseName: code,
  nameEn: code,
  rank,
});
const district = { code: '1201', name: 'เมืองนนทบุรี', nameEn: 'Mueang Nonthaburi', rank: 1 };
const enrolledWith = (...codes: readonly string[]): DomainEvent => ({
  type: 'ProvinceEnrolled',
  data: {
    province: { code: '12', name: 'นนทบุรี', nameEn: 'Nonthaburi', region: 'ภาคกลาง', rank: 23 },
    districts: [district],
    laos: codes.map((code, at) => rosterLao(code, at + 1)),
  },
});
const enrolled = enrolledWith('L', 'M');
const withdrawn = (laoCode: string, successorCode: string | null = null): DomainEvent => ({
  type: 'LaoWithdrawn',
  data: { laoCode, successorCode, reason: 'ยุบรวม' },
});
const certified: LaoCertified = {
  type: 'LaoCertified',
  data: { fingerprint: 'f1', questionnaireVersion: '2565.1', notes: [] },
};
const returned = (certifiedRevision: string): DomainEvent => ({
  type: 'LaoReturned',
  data: { laoCode: 'L', certifiedRevision, reason: 'แก้ไข', rows: [] },
});
const revoked: DomainEvent = {
  type: 'ProvinceCertificationRevoked',
  data: { certifiedRevision: '1', reason: 'ก' },
};
const provinceCertified: DomainEvent = { type: 'ProvinceCertified', data: { laos: [] } };
const provinceRevoked: DomainEvent = {
  type: 'ProvinceCertificationRevoked',
  data: { certifiedRevision: '1', reason: 'ก' },
};
const circumstances = (changes: Partial<SurveyCircumstances> = {}): SurveyCircumstances => ({
  fiscalYear: 2565,
  laoCode: 'L',
  provinceCode: '12',
  campaign,
  questionnaire,
  province: fold(provinceModel, [enrolled]),
  revision: 0n,
  now,
  ...changes,
});

describe('a survey', () => {
  const given = scenario(surveyModel);
  const [aspect] = questionnaire.aspects;
  const aspectId = aspect!.id;
  const rowId = rowsOf(aspect!)[0]!.id;
  const saved: DomainEvent = { type: 'AspectSaved', data: { aspectId } };
  const answered: DomainEvent = {
    type: 'AnswerRecorded',
    data: { aspectId, rowId, answer: { hasEService: false, isNeeded: true } },
  };
  const save =
    (answers: Record<string, unknown>, changes?: Partial<SurveyCircumstances>) => (survey: Survey) =>
      decideSaveAspect(survey, { aspectId, answers, seen: undefined }, circumstances(changes));

  it('records what changed, a clearing too, and nothing twice', () => {
    given().when(save({})).then([saved]);
    given()
      .when(save({ [rowId]: null }))
      .then([saved]);
    given()
      .when(save({ [rowId]: { isNeeded: true, hasEService: false, yearlyUsers: 3 } }))
      .then([answered, saved]);
    given(answered, saved)
      .when(save({ [rowId]: { hasEService: false, isNeeded: true } }))
      .then([saved]);
    given(answered, saved)
      .when(save({ [rowId]: null }))
      .then([{ type: 'AnswerRecorded', data: { aspectId, rowId, answer: null } }, saved]);
    given(answered, saved)
      .when(save({ [rowId]: { hasEService: true, isNeeded: true } }))
      .then([{ type: 'AnswerRecorded', data: { aspectId, rowId, answer: { hasEService: true } } }, saved]);
    given(answered)
      .when(save({ [rowId]: { hasEService: 'มี' } }))
      .then('invalid-answers');
    given()
      .when(save({ 'no-such-row': null }))
      .then('unknown-rows');
  });

  it('changes from the opening instant until, and not at, the closing one', () => {
    const instant = (time: string, later = 0) => ({ now: new Date(Date.parse(time) + later) });
    given()
      .when(save({}, instant(opensAt, -1)))
      .then('campaign-not-open-yet');
    given()
      .when(save({}, instant(opensAt)))
      .then([saved]);
    given()
      .when(save({}, instant(closesAt, -1)))
      .then([saved]);
    given()
      .when(save({}, instant(closesAt)))
      .then('campaign-closed');
    given()
      .when(save({}, { campaign: { ...campaign, closedAt: at } }))
      .then('campaign-closed');
    given()
      .when(save({}, { campaign: { ...campaign, closingAt: at } }))
      .then('campaign-closing');
  });

  it('is locked from its certification until exactly that one is returned', () => {
    const province = (...events: readonly DomainEvent[]) => ({
      province: fold(provinceModel, [enrolled, ...events]),
    });
    given(answered, certified).when(save({})).then('survey-locked');
    given(answered, certified)
      .when(save({}, province(returned('0'))))
      .then('survey-locked');
    given(answered, certified)
      .when(save({}, province(returned('1'))))
      .then([saved]);
    given(answered, certified)
      .when(save({}, province(provinceCertified)))
      .then('province-certified');
    given(answered, certified)
      .when(save({}, province(provinceCertified, provinceRevoked)))
      .then('survey-locked');
    given(answered, certified, saved, certified)
      .when(save({}, province(returned('1'))))
      .then('survey-locked');
  });

  /** A complete survey. */
  const everything = questionnaire.aspects.flatMap((each): DomainEvent[] => [
    ...Object.entries(completeAnswers(rowsOf(each))).map(([id, answer]): DomainEvent => ({
      type: 'AnswerRecorded',
      data: { aspectId: each.id, rowId: id, answer },
    })),
    { type: 'AspectSaved', data: { aspectId: each.id } },
  ]);

  it('takes so many rows, and gives back only added ones', () => {
    const groupId = aspect!.groups[0]!.id;
    const add =
      (title: unknown, group = groupId) =>
      (survey: Survey) =>
        decideAddRow(
          survey,
          { aspectId, groupId: group, title, rowId: 'new', seen: undefined },
          circumstances(),
        );
    const remove = (id: string) => (survey: Survey) =>
      decideRemoveRow(survey, { aspectId, rowId: id, seen: undefined }, circumstances());
    const added = (id: string): DomainEvent => ({
      type: 'RowAdded',
      data: { aspectId, groupId, rowId: id, title: 'จองคิว' },
    });
    const many = Array.from({ length: MAX_ADDED_ROWS }, (_, index) => added(`row-${index}`));
    const removed: DomainEvent = { type: 'RowRemoved', data: { aspectId, rowId: 'row-0' } };
    given()
      .when(add(' จองคิว '))
      .then([added('new')]);
    given().when(add('จองคิว', 'elsewhere')).then('unknown-group');
    given()
      .when(add('ก'.repeat(MAX_TITLE + 1)))
      .then('invalid-title');
    given(...many.slice(1))
      .when(add('จองคิว'))
      .then([added('new')]);
    given(...many)
      .when(add('จองคิว'))
      .then('too-many-rows');
    given(...many, removed)
      .when(add('จองคิว'))
      .then([added('new')]);
    given(...many)
      .when(remove('row-0'))
      .then([removed]);
    given(...many, removed)
      .when(remove('row-0'))
      .then('unknown-row');
    given().when(remove(rowId)).then('standard-row');
    given(added('new'), certified).when(remove('new')).then('survey-locked');
  });

  it('corrects the title of an added row, and of no other', () => {
    const rename =
      (title: unknown, id = 'own', seen?: bigint) =>
      (survey: Survey) =>
        decideRenameRow(survey, { aspectId, rowId: id, title, seen }, circumstances({ revision: 3n }));
    const added: DomainEvent = {
      type: 'RowAdded',
      data: { aspectId, groupId: aspect!.groups[0]!.id, rowId: 'own', title: 'จองคิว' },
    };
    const renamed = (title: string): DomainEvent => ({
      type: 'RowRenamed',
      data: { aspectId, rowId: 'own', title },
    });
    given(added)
      .when(rename(' จองคิวรับบริการ '))
      .then([renamed('จองคิวรับบริการ')]);
    given(added, renamed('ข'))
      .when(rename('จองคิว'))
      .then([renamed('จองคิว')]);
    given(added, renamed('ข')).when(rename('ข')).then('title-unchanged');
    given(added).when(rename('จองคิว')).then('title-unchanged');
    given(added).when(rename(' ')).then('invalid-title');
    given(added).when(rename('สอง\nบรรทัด')).then('invalid-title');
    given(added).when(rename('ข', rowId)).then('standard-row');
    given(added).when(rename('ข', 'gone')).then('unknown-row');
    given(added)
      .when(rename('ข', 'own', 2n))
      .then('revision-conflict');
    given(added, certified).when(rename('ข')).then('survey-locked');
  });

  it('is certified again after a return only if each objection was corrected or has a note', () => {
    const rows = [{ rowId }, { rowId: 'own', note: 'ชื่อไม่ชัด' }];
    const sentBack = (objections: readonly ReturnedRow[]): DomainEvent => ({
      type: 'LaoReturned',
      data: { laoCode: 'L', certifiedRevision: String(before.length - 1), reason: 'ก', rows: objections },
    });
    const certify =
      (objections: readonly ReturnedRow[], ...notes: readonly ObjectionNote[]) =>
      (survey: Survey) =>
        decideCertifySurvey(
          survey,
          { seen: undefined, notes },
          () => 'f1',
          circumstances({ province: fold(provinceModel, [enrolled, sentBack(objections)]) }),
        );
    const ownRow = { aspectId, groupId: aspect!.groups[0]!.id, rowId: 'own', title: 'จองคิว' };
    const before: readonly DomainEvent[] = [
      { type: 'RowAdded', data: ownRow },
      {
        type: 'AnswerRecorded',
        data: { aspectId, rowId: 'own', answer: { hasEService: false, isNeeded: true } },
      },
      ...everything.filter(({ data }) => !('rowId' in data && data.rowId === rowId)),
      answered,
      certified,
    ];
    const again = (...notes: readonly ObjectionNote[]): DomainEvent => ({
      type: 'LaoCertified',
      data: { ...certified.data, notes },
    });
    const note = { rowId, note: 'ตรวจแล้ว ถูกต้อง' };
    const renamed: DomainEvent = {
      type: 'RowRenamed',
      data: { aspectId, rowId: 'own', title: 'จองคิวออนไลน์' },
    };
    given(...before)
      .when(certify(rows))
      .then('objections-unanswered');
    given(...before, renamed)
      .when(certify(rows))
      .then('objections-unanswered');
    given(...before, renamed)
      .when(certify(rows, note))
      .then([again(note)]);
    given(...before, renamed, answered)
      .when(certify(rows))
      .then([again()]);
    given(...before)
      .when(certify(rows, note, { rowId: 'own', note: ' ชื่อถูกแล้ว ' }))
      .then([again(note, { rowId: 'own', note: 'ชื่อถูกแล้ว' })]);
    given(...before)
      .when(certify(rows, { rowId: null, note: 'ไม่มี' }))
      .then('unknown-objections');
    given(...before, renamed)
      .when(certify(rows, { rowId, note: ' ' }))
      .then('invalid-note');
    const whole = { rowId: null, note: 'ตรวจแล้ว ถูกต้อง' };
    given(...before)
      .when(certify([]))
      .then('objections-unanswered');
    given(...before)
      .when(certify([], whole))
      .then([again(whole)]);
    given(...before, renamed)
      .when(certify([]))
      .then([again()]);
    given(...everything)
      .when((survey: Survey) =>
        decideCertifySurvey(survey, { seen: undefined, notes: [whole] }, () => 'f1', circumstances()),
      )
      .then('unknown-objections');
  });

  it('refuses a decision on an older revision, after the rules that forbid it anyway and before its content', () => {
    const moved = { revision: 3n };
    const stale =
      (answers: Record<string, unknown>, seen: bigint | '*', changes?: Partial<SurveyCircumstances>) =>
      (survey: Survey) =>
        decideSaveAspect(survey, { aspectId, answers, seen }, circumstances({ ...moved, ...changes }));
    given(saved).when(stale({}, 2n)).then('revision-conflict');
    given(saved)
      .when(stale({ nonsense: 1 }, 2n))
      .then('revision-conflict');
    given(saved).when(stale({}, 4n)).then('revision-conflict');
    given(saved).when(stale({}, 3n)).then([saved]);
    given(saved).when(stale({}, '*')).then([saved]);
    given(saved, certified).when(stale({}, 2n)).then('survey-locked');
    given(saved)
      .when(stale({}, 2n, { now: new Date(closesAt) }))
      .then('campaign-closed');
    const certify = (survey: Survey) =>
      decideCertifySurvey(survey, { seen: 2n, notes: [] }, () => 'f1', circumstances(moved));
    given().when(certify).then('survey-incomplete');
    given(...everything)
      .when(certify)
      .then('revision-conflict');
  });

  it('is certified when every aspect is saved and every row complete', () => {
    const certify = (survey: Survey) =>
      decideCertifySurvey(survey, { seen: undefined, notes: [] }, () => 'f1', circumstances());
    given().when(certify).then('survey-incomplete');
    given(...everything)
      .when(certify)
      .then([certified]);
    given(...everything.slice(0, -1))
      .when(certify)
      .then('survey-incomplete');
    given(...everything.slice(1))
      .when(certify)
      .then('survey-incomplete');
    given(...everything, certified)
      .when(certify)
      .then('survey-already-certified');
  });
});

describe('a province', () => {
  const given = (...events: readonly DomainEvent[]) => scenario(provinceModel)(enrolled, ...events);
  const survey = fold(surveyModel, [certified]);
  const reason = 'แก้ไข\r\nด้านเศรษฐกิจ';
  const key = { fiscalYear: 2565, provinceCode: '12' };
  const certifyWith =
    (surveys: Readonly<Record<string, Survey>>, seen?: bigint) => (province: ProvinceYear) =>
      decideCertifyProvince(province, key, new Map(Object.entries(surveys)), seen);
  const certify = certifyWith({ M: survey, L: survey });
  const send =
    (of = survey, why: unknown = reason, when = now, rows: readonly ReturnedRow[] = [], seen?: bigint) =>
    (province: ProvinceYear) =>
      decideReturnSurvey(
        province,
        { laoCode: 'L', reason: why, rows, seen },
        {
          survey: of,
          revision: 0n,
          campaign,
          questionnaire,
          fiscalYear: 2565,
          provinceCode: '12',
          now: when,
        },
      );

  it('reviews the certification that was read, once, and no other', () => {
    const review =
      (of = survey, certifiedRevision = '0') =>
      (province: ProvinceYear) =>
        decideReviewSurvey(province, key, { laoCode: 'L', certifiedRevision }, of);
    const reviewed = { type: 'SurveyReviewed', data: { laoCode: 'L', certifiedRevision: '0' } } as const;
    given().when(review()).then([reviewed]);
    given(reviewed).when(review()).then('survey-already-reviewed');
    given().when(review(survey, '1')).then('certification-not-standing');
    given().when(review(surveyModel.initialState)).then('certification-not-standing');
    given(returned('0')).when(review()).then('certification-not-standing');
    given(provinceCertified).when(review()).then('province-certified');
    given(withdrawn('L', 'M')).when(review()).then('lao-withdrawn');
    // A review is no lock: the province still certifies and returns.
    given(reviewed)
      .when(send())
      .then([
        {
          type: 'LaoReturned',
          data: { laoCode: 'L', certifiedRevision: '0', reason: 'แก้ไข\nด้านเศรษฐกิจ', rows: [] },
        },
      ]);
  });

  it('certifies all or none, naming revision and fingerprint by code', () => {
    const pin = (laoCode: string) => ({ laoCode, certifiedRevision: '0', fingerprint: 'f1' });
    given()
      .when(certify)
      .then([{ type: 'ProvinceCertified', data: { laos: [pin('L'), pin('M')] } }]);
    given(returned('0')).when(certify).then('province-incomplete');
    given(provinceCertified).when(certify).then('province-certified');
    given()
      .when(certifyWith({ M: survey, L: surveyModel.initialState }))
      .then('province-incomplete');
    given()
      .when(certifyWith({ M: survey }))
      .then('province-incomplete');
    scenario(provinceModel)().when(certify).then('province-not-in-campaign');
  });

  it('is not certified or returned on what has changed since the officer looked', () => {
    const later = fold(surveyModel, [
      ...Array<DomainEvent>(3).fill({ type: 'AspectSaved', data: { aspectId: 'economy' } }),
      certified,
    ]);
    const done = [expect.objectContaining({ type: 'ProvinceCertified' }) as object];
    given()
      .when(certifyWith({ M: survey, L: later }, 2n))
      .then('revision-conflict');
    given()
      .when(certifyWith({ M: survey, L: later }, 3n))
      .then(done);
    given(provinceCertified, revoked)
      .when(certifyWith({ M: survey, L: survey }, 1n))
      .then('revision-conflict');
    given(provinceCertified, revoked)
      .when(certifyWith({ M: survey, L: survey }, 2n))
      .then(done);
    given()
      .when(certifyWith({ M: survey }, 0n))
      .then('province-incomplete');
    given()
      .when(send(survey, reason, now, [], 4n))
      .then('revision-conflict');
    given()
      .when(send(surveyModel.initialState, reason, now, [], 4n))
      .then('survey-not-certified');
  });

  it('certifies those that its roster asks, as it asks them then', () => {
    const pin = (laoCode: string) => ({ laoCode, certifiedRevision: '0', fingerprint: 'f1' });
    given(withdrawn('M', 'L'))
      .when(certifyWith({ L: survey }))
      .then([{ type: 'ProvinceCertified', data: { laos: [pin('L')] } }]);
    given({ type: 'LaoEnrolled', data: { lao: rosterLao('N', 1.5), district } })
      .when(certify)
      .then('province-incomplete');
    given(withdrawn('L')).when(send()).then('lao-withdrawn');
  });

  it('returns a valid certification once, with a reason, while the campaign is open', () => {
    given()
      .when(send())
      .then([
        {
          type: 'LaoReturned',
          data: { laoCode: 'L', certifiedRevision: '0', reason: 'แก้ไข\nด้านเศรษฐกิจ', rows: [] },
        },
      ]);
    given(returned('0')).when(send()).then('survey-not-certified');
    given().when(send(surveyModel.initialState)).then('survey-not-certified');
    given().when(send(survey, ' \n ')).then('invalid-reason');
    given()
      .when(send(survey, reason, new Date(closesAt)))
      .then('campaign-closed');
    given(provinceCertified).when(send()).then('province-certified');
    given(provinceCertified, provinceRevoked)
      .when(certify)
      .then(outcome(() => certify(fold(provinceModel, [enrolled]))));
  });

  it('names the rows that it returns: only rows that were certified, each with a note of one line', () => {
    const added: DomainEvent = {
      type: 'RowAdded',
      data: { aspectId: 'other-services', groupId: 'other-services-list', rowId: 'own', title: 'จองคิว' },
    };
    const standard = rowsOf(questionnaire.aspects[0]!)[0]!.id;
    const sendRows = (...rows: readonly ReturnedRow[]) =>
      send(fold(surveyModel, [added, certified]), reason, now, rows);
    const then = { laoCode: 'L', certifiedRevision: '1', reason: 'แก้ไข\nด้านเศรษฐกิจ' };
    given()
      .when(sendRows({ rowId: 'own' }, { rowId: standard, note: ' จำนวนไม่ตรง ' }))
      .then([
        {
          type: 'LaoReturned',
          data: { ...then, rows: [{ rowId: 'own' }, { rowId: standard, note: 'จำนวนไม่ตรง' }] },
        },
      ]);
    given()
      .when(sendRows({ rowId: standard }, { rowId: 'toString' }))
      .then('unknown-rows');
    given()
      .when(send(survey, reason, now, [{ rowId: 'own' }]))
      .then('unknown-rows');
    for (const note of ['', ' ', 'สอง\nบรรทัด', 'ก'.repeat(301)]) {
      given()
        .when(sendRows({ rowId: 'own', note }))
        .then('invalid-note');
    }
  });

  it('loses its certification to a revocation with a reason', () => {
    const revoke = (why: unknown) => (province: ProvinceYear) =>
      decideRevokeCertification(province, { provinceCode: '12', reason: why });
    given(provinceCertified).when(revoke('ก')).then([provinceRevoked]);
    given(provinceCertified).when(revoke('')).then('invalid-reason');
    given().when(revoke('ก')).then('province-not-certified');
    given(provinceCertified, provinceRevoked).when(revoke('ก')).then('province-not-certified');
  });
});

describe('a roster', () => {
  const given = scenario(provinceModel);
  const key = { fiscalYear: 2565, provinceCode: '12' };
  const roster = enrolledWith('06120001', '06120002');
  const lao = rosterLao('06120003', 1.5);
  const added: DomainEvent = { type: 'LaoEnrolled', data: { lao, district } };
  const names = { ...rosterLao('', 2), name: 'ทต.ใหม่' };
  const renamed = (laoCode: string): DomainEvent => {
    const { code: _, districtCode: __, ...rest } = names;
    return { type: 'LaoRenamed', data: { laoCode, ...rest } };
  };
  const moved = (laoCode: string): DomainEvent => ({
    type: 'LaoMoved',
    data: { laoCode, district: { ...district, code: '1202' }, rank: 7 },
  });
  const change =
    (...changes: readonly DomainEvent[]) =>
    (province: ProvinceYear) =>
      decideChangeRoster(province, key, changes as Parameters<typeof decideChangeRoster>[2]);

  it('is enrolled once', () => {
    const enrol = (province: ProvinceYear) =>
      decideEnrolProvince(province, key, roster.data as Parameters<typeof decideEnrolProvince>[2]);
    given().when(enrol).then([roster]);
    given(roster).when(enrol).then('province-enrolled');
  });

  it('takes changes as a whole, each on what the one before left', () => {
    const merger = [added, renamed('06120003'), moved('06120003'), withdrawn('06120001', '06120003')];
    given(roster)
      .when(change(...merger))
      .then(merger);
    given(roster).when(change(added, added)).then('lao-enrolled');
    given(roster)
      .when(change(withdrawn('06120001'), moved('06120001')))
      .then('lao-withdrawn');
    given(roster, withdrawn('06120001'))
      .when(change(renamed('06120001')))
      .then('lao-withdrawn');
    given(roster, withdrawn('06120001'))
      .when(change({ type: 'LaoEnrolled', data: { lao: rosterLao('06120001', 1), district } }))
      .then([{ type: 'LaoEnrolled', data: { lao: rosterLao('06120001', 1), district } }]);
  });

  it('names a successor that is asked', () => {
    given(roster)
      .when(change(withdrawn('06120001', '06120002')))
      .then([withdrawn('06120001', '06120002')]);
    for (const successor of ['06120001', '06120009']) {
      given(roster)
        .when(change(withdrawn('06120001', successor)))
        .then('unknown-lao');
    }
    given(roster, withdrawn('06120002'))
      .when(change(withdrawn('06120001', '06120002')))
      .then('lao-withdrawn');
  });

  it('knows its own LAOs only', () => {
    given().when(change(added)).then('province-not-in-campaign');
    const elsewhere: DomainEvent = {
      type: 'LaoEnrolled',
      data: { lao: rosterLao('06130003', 1), district },
    };
    given(roster).when(change(elsewhere)).then('unknown-lao');
    given(roster)
      .when(change(moved('06120009')))
      .then('unknown-lao');
  });

  it('stays as it is while the province is certified', () => {
    given(roster, provinceCertified).when(change(added)).then('province-certified');
    given(roster, provinceCertified, provinceRevoked).when(change(added)).then([added]);
  });

  it('withdraws for a reason', () => {
    const without: DomainEvent = {
      type: 'LaoWithdrawn',
      data: { laoCode: '06120001', successorCode: null, reason: ' ' },
    };
    given(roster).when(change(without)).then('invalid-reason');
  });

  it('asks no LAO any more that was withdrawn, and none that it does not name', () => {
    const save = (...events: readonly DomainEvent[]) =>
      outcome(() => {
        const province = fold(provinceModel, events);
        const [aspect] = questionnaire.aspects;
        const command = { aspectId: aspect!.id, answers: {}, seen: undefined };
        return decideSaveAspect(surveyModel.initialState, command, circumstances({ province }));
      });
    expect(save(enrolled)).toHaveLength(1);
    expect(save(enrolled, withdrawn('L', 'M'))).toBe('lao-withdrawn');
    expect(save(enrolledWith('M'))).toBe('unknown-lao');
    expect(save()).toBe('province-not-in-campaign');
  });
});

describe('a campaign', () => {
  const given = scenario(campaignModel);
  const data = { questionnaireVersion: '2565.1', provinces: ['12'], opensAt, closesAt };
  const opened: DomainEvent = { type: 'CampaignOpened', data };
  const closed: DomainEvent = { type: 'CampaignClosed', data: {} };
  const open = (changes: object) => (state: Campaign | undefined) =>
    decideOpenCampaign(state, 2565, { ...data, ...changes }, now);
  const extend = (time: string) => (state: Campaign | undefined) =>
    decideExtendCampaign(state, 2565, { closesAt: time }, now);
  const close = (when: Date) => (state: Campaign | undefined) => decideCloseCampaign(state, 2565, {}, when);

  it('opens once, with a window in the future', () => {
    given().when(open({})).then([opened]);
    given(opened).when(open({})).then('campaign-exists');
    given()
      .when(open({ closesAt: opensAt }))
      .then('invalid-window');
    given()
      .when(open({ closesAt: now.toISOString() }))
      .then('invalid-window');
  });

  it('is widened while it is not closed, to provinces that it does not ask yet', () => {
    const widen =
      (provinces: readonly string[], enrolled: readonly string[] = ['12'], when = now) =>
      (state: Campaign | undefined) =>
        decideWidenCampaign(state, 2565, { provinces, enrolled: new Set(enrolled) }, when);
    const widened = (...provinces: string[]) => ({ type: 'CampaignWidened', data: { provinces } });
    given()
      .when(widen(['13']))
      .then('unknown-campaign');
    given(opened)
      .when(widen(['11', '12', '13']))
      .then([widened('11', '13')]);
    given(opened)
      .when(widen(['12']))
      .then('provinces-enrolled');
    given(opened)
      .when(widen(['12'], []))
      .then([widened('12')]);
    given(opened, closed)
      .when(widen(['13']))
      .then('campaign-closed');
    given(opened)
      .when(widen(['13'], [], new Date(closesAt)))
      .then('campaign-closed');
    expect(fold(campaignModel, [opened, widened('11', '12') as DomainEvent])?.provinces).toEqual([
      '11',
      '12',
    ]);
  });

  it('is extended into the future, also after it closed', () => {
    const later = '2023-01-01T00:00:00.000Z';
    const extended = { type: 'CampaignExtended', data: { closesAt: later } };
    given().when(extend(later)).then('unknown-campaign');
    given(opened).when(extend(later)).then([extended]);
    given(opened, closed).when(extend(later)).then([extended]);
    given(opened).when(extend(now.toISOString())).then('invalid-window');
  });

  it('becomes shorter in two steps, and closes if its new end passes in between', () => {
    const earlier = '2022-11-08T00:00:00.000Z';
    const begun: DomainEvent = { type: 'CampaignClosingBegun', data: { closesAt: earlier } };
    const extended: DomainEvent = { type: 'CampaignExtended', data: { closesAt: earlier } };
    const finish = (now: Date) => (state: Campaign | undefined) =>
      decideFinishNarrowing(state, 2565, state!.narrowings.get(1n)!, now);
    given(opened).when(extend(earlier)).then([begun]);
    given(opened, begun).when(extend(closesAt)).then('campaign-closing');
    expect(
      outcome(() =>
        decideWidenCampaign(
          fold(campaignModel, [opened, begun]),
          2565,
          { provinces: ['13'], enrolled: new Set() },
          now,
        ),
      ),
    ).toBe('campaign-closing');
    given(opened, begun).when(finish(now)).then([extended]);
    given(opened, begun)
      .when(finish(new Date(earlier)))
      .then([{ type: 'CampaignClosed', data: {} }]);
  });

  it('takes a reason of several lines or none, but not an empty one', () => {
    const extendFor = (reason: string) => (state: Campaign | undefined) =>
      decideExtendCampaign(state, 2565, { closesAt, reason }, now);
    const extended = (data: object) => [{ type: 'CampaignExtended', data: { closesAt, ...data } }];
    given(opened).when(extendFor('')).then(extended({}));
    given(opened)
      .when(extendFor('น้ำท่วม\r\nภาคใต้'))
      .then(extended({ reason: 'น้ำท่วม\nภาคใต้' }));
    given(opened).when(extendFor(' \n ')).then('invalid-reason');
  });

  it('closes once', () => {
    given().when(close(now)).then('unknown-campaign');
    const begun: DomainEvent = { type: 'CampaignClosingBegun', data: {} };
    given(opened).when(close(now)).then([begun]);
    given(opened, begun).when(close(now)).then('campaign-closing');
    given(opened, begun, closed).when(close(now)).then('campaign-already-closed');
    given(opened, closed).when(close(now)).then('campaign-already-closed');
    given(opened)
      .when(close(new Date(closesAt)))
      .then('campaign-already-closed');
  });
});
