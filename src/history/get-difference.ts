import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { People } from '../people/people.js';
import { parseMoment, parseSurveyMoment, type Moment } from '../past/moment.js';
import { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import { Clock } from '../basics/clock.js';
import { Slices } from '../basics/slices.js';
import { requireRoster } from '../roster/roster-decisions.js';
import { knownAt, rosterIn } from '../past/known-at.js';
import type { NamedCode } from '../form/form-view.js';
import { laoOf, type RecordedDomainEvent } from '../events/domain-event.js';
import { problems } from '../problems/catalogue.js';
import type { ProvinceKey } from '../events/streams.js';
import type { SurveyKey } from '../events/streams.js';
import { differenceBetween, isEmpty } from './difference.js';
import {
  pointView,
  surveyDifference,
  type ProvinceDifference,
  type ProvinceDifferenceQuery,
  type Since,
  type SurveyDifference,
  type SurveyDifferenceQuery,
} from './difference-view.js';
import { bearingOn, campaigned } from './survey-record.js';
import { provinceView } from '../form/compose-form.js';
import { momentIn } from './survey-moment.js';

/** What changed in one survey between two points of its past. */
export class GetSurveyDifference extends Query<SurveyDifference> {
  constructor(
    readonly survey: SurveyKey,
    readonly points: SurveyDifferenceQuery,
  ) {
    super();
  }
}

/** What changed in every survey of a province, and by whom. */
export class GetProvinceDifference extends Query<ProvinceDifference> {
  constructor(
    readonly province: ProvinceKey,
    readonly points: ProvinceDifferenceQuery,
  ) {
    super();
  }
}

@QueryHandler(GetSurveyDifference)
export class GetSurveyDifferenceHandler implements IQueryHandler<GetSurveyDifference> {
  constructor(
    private readonly past: Past,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async execute({ survey, points }: GetSurveyDifference): Promise<SurveyDifference> {
    const record = await this.past.surveyRecord(survey);
    const pointOf = (text: string, parameter: string): Promise<Point> =>
      this.past.points.find(momentIn(record, parseSurveyMoment(text, parameter)));
    const from = await pointOf(points.from, 'from');
    const to =
      points.to === undefined ? await this.past.points.find(now(this.clock)) : await pointOf(points.to, 'to');
    requireOrder(from, to);
    const { fiscalYear, laoCode } = survey;
    const events = await bearingOn(survey, record);
    const lao = rosterIn(knownAt(record, to.position))?.laos.get(laoCode) ?? {
      code: laoCode,
      name: laoCode,
      nameEn: '',
    };
    const difference = differenceBetween(events, from.position, to.position);
    return surveyDifference({ fiscalYear, lao }, [from, to], difference, await namesIn(events, this.people));
  }
}

@QueryHandler(GetProvinceDifference)
export class GetProvinceDifferenceHandler implements IQueryHandler<GetProvinceDifference> {
  constructor(
    private readonly past: Past,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async execute({ province, points }: GetProvinceDifference): Promise<ProvinceDifference> {
    const start = startOf(points);
    const to = await this.past.points.find(
      points.to === undefined ? now(this.clock) : parseMoment(points.to, 'to'),
    );
    const from = typeof start === 'string' ? start : await this.past.points.find(start);
    if (typeof from !== 'string') requireOrder(from, to);
    const record = await this.past.provinceRecord(province);
    const { fiscalYear, provinceCode } = province;
    const slices = await Slices.begin();
    const events = await campaigned(record, fiscalYear);
    await slices.step();
    const roster = requireRoster({ roster: rosterIn(knownAt(record, to.position)) }, province);
    const names = await namesIn(events, this.people);
    await slices.step();
    const byLao = Map.groupBy(events, laoOf);
    const laos: SurveyDifference[] = [];
    for (const lao of [...roster.laos.values()].sort((a, b) => a.rank - b.rank)) {
      laos.push(...ofLao({ fiscalYear, lao }, byLao.get(lao.code) ?? [], [from, to], names));
      await slices.step();
    }
    return {
      fiscalYear,
      province: provinceView(provinceCode, roster.province),
      to: pointView(to),
      laos,
    };
  }
}

const ofLao = (
  survey: { readonly fiscalYear: number; readonly lao: NamedCode },
  events: readonly RecordedDomainEvent[],
  [start, to]: readonly [Point | Since, Point],
  names: ReadonlyMap<string, string>,
): readonly SurveyDifference[] => {
  const from = typeof start === 'string' ? since(start, events, to) : start;
  if (!from) return [];
  const difference = differenceBetween(events, from.position, to.position);
  return isEmpty(difference) ? [] : [surveyDifference(survey, [from, to], difference, names)];
};

const namesIn = (
  events: readonly RecordedDomainEvent[],
  people: People,
): Promise<ReadonlyMap<string, string>> => people.namesOf(events.map(({ metadata }) => metadata.actor.sub));

const now = (clock: Clock): Moment => ({ kind: 'instant', time: clock.now().toISOString() });

const startOf = ({ from, since }: ProvinceDifferenceQuery): Moment | Since => {
  if (from !== undefined && since === undefined) return parseMoment(from, 'from');
  if (from === undefined && since !== undefined) return since;
  throw problems.invalidRequest([{ path: 'from', message: 'give either from or since' }]);
};

const requireOrder = (from: Point, to: Point): void => {
  if (from.position > to.position) {
    throw problems.invalidRequest([{ path: 'from', message: 'must not be after to' }]);
  }
};

/** Undefined for a survey without such a certification or return: there is no starting point. */
const since = (start: Since, events: readonly RecordedDomainEvent[], to: Point): Point | undefined => {
  const past = events.filter(({ position }) => position <= to.position);
  const last = past.findLast(({ type }) => type === 'LaoCertified' || type === 'LaoReturned');
  const certifications = past.filter(({ type }) => type === 'LaoCertified');
  const begin =
    start === 'returned'
      ? past.findLast(({ type }) => type === 'LaoReturned')
      : certifications.at(last?.type === 'LaoCertified' ? -2 : -1);
  return begin && { position: begin.position, time: begin.metadata.time };
};
