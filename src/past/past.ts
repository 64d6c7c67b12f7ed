import { Injectable } from '@nestjs/common';
import { statusesOfProvince } from '../../projections/read-models/lao-statuses.js';
import { RoundsAsOf } from '../../projections/read-models/round-states.js';
import { surveyForms } from '../../projections/read-models/survey-forms.js';
import type { AnyDocument } from '../../projections/read-store/document.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { folded } from '../../projections/replay/folded.js';
import { Slices } from '../basics/slices.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { EventStore } from '../event-store/event-store.js';
import { campaignStream, provinceOf, provinceStream, surveyStream } from '../events/streams.js';
import type { ProvinceKey } from '../events/streams.js';
import type { SurveyKey } from '../events/streams.js';
import { requireInRound } from '../campaign/round.js';
import { rosterIn } from './known-at.js';
import type { Moment } from './moment.js';
import { Points, type Point } from './points.js';
import { WithForms, type Forms, type Standpoint } from './standpoint.js';

const STREAMS_AT_ONCE = 16;
/** Events of a survey that are read at once, some more than a save of an aspect has. A read goes at most this far beyond the moment. */
const PAGE = 32;

/**
 * The system's state at any moment, given to the same queries as the present. The rounds come from their kept states. A form comes from
 * the streams of the survey and its province, so the length of the log does not matter.
 */
@Injectable()
export class Past {
  constructor(
    private readonly eventStore: EventStore,
    readonly store: ReadStore,
    readonly points: Points,
  ) {}

  /** @throws what `surveyRecord` and `Points.find` throw. */
  async survey(survey: SurveyKey, moment: Moment): Promise<Standpoint> {
    const point = await this.points.find(moment);
    const record = upTo(await this.surveyRecord(survey), point);
    return withForms(point, await this.rounds(point), folded(surveyForms, record));
  }

  /** @throws what `Points.find` throws. */
  async province(province: ProvinceKey, moment: Moment): Promise<Standpoint> {
    const point = await this.points.find(moment);
    const rounds = await this.rounds(point);
    const laos = await statusesOfProvince(rounds, province.fiscalYear, province.provinceCode);
    const codes = laos.map(({ laoCode }) => laoCode);
    return withForms(point, rounds, await this.formsIn(province, codes, point));
  }

  /** The lists and totals of the whole nation. @throws what `Points.find` throws. */
  async nation(moment: Moment): Promise<Standpoint> {
    const point = await this.points.find(moment);
    return { store: await this.rounds(point), now: new Date(point.time), position: point.position };
  }

  /** The lists and totals at a point. */
  rounds({ position }: Point): Promise<RoundsAsOf> {
    return RoundsAsOf.at(this.store, position);
  }

  /** The forms of some LAOs of a province at a point. LAOs without events are absent. */
  async formsIn(
    { fiscalYear, provinceCode }: ProvinceKey,
    laoCodes: readonly string[],
    point: Point,
  ): Promise<Forms> {
    const acts = upTo(await this.eventStore.readStream(provinceStream(fiscalYear, provinceCode)), point);
    const named = new Set(acts.map(({ data }) => data['laoCode']));
    const interwoven = [...acts];
    const forms = new Map<string, AnyDocument>();
    const slices = new Slices();
    for (let at = 0; at < laoCodes.length; at += STREAMS_AT_ONCE) {
      const some = laoCodes.slice(at, at + STREAMS_AT_ONCE);
      const streams = await Promise.all(
        some.map((code) => this.streamUpTo(surveyStream(fiscalYear, code), point)),
      );
      for (const [place, own] of streams.entries()) {
        if (named.has(some[place])) interwoven.push(...own);
        else for (const [id, form] of folded(surveyForms, own)) forms.set(id, form);
        await slices.step(); // a province has hundreds of streams, so other requests run in between
      }
    }
    for (const [id, form] of folded(surveyForms, interwoven.sort(byPosition))) forms.set(id, form);
    return forms;
  }

  private async streamUpTo(stream: string, point: Point): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const page = await this.eventStore.readStream(stream, { from: BigInt(events.length), limit: PAGE });
      events.push(...page);
      if (page.length < PAGE || page.at(-1)!.position > point.position) return upTo(events, point);
    }
  }

  /** All events that concern a survey, in log order. @throws Problem `lao-not-in-campaign`, `unknown-lao` if the round exists. */
  async surveyRecord(survey: SurveyKey): Promise<readonly RecordedEvent[]> {
    const { fiscalYear, laoCode } = survey;
    const record = await this.record([
      surveyStream(fiscalYear, laoCode),
      provinceStream(fiscalYear, provinceOf(laoCode)),
      campaignStream(fiscalYear),
    ]);
    if (record.some(({ type }) => type === 'CampaignOpened')) requireInRound(rosterIn(record), survey);
    return record;
  }

  /** All events that concern a province and its surveys, in log order. Withdrawn LAOs are included. */
  async provinceRecord({ fiscalYear, provinceCode }: ProvinceKey): Promise<readonly RecordedEvent[]> {
    const acts = await this.record([provinceStream(fiscalYear, provinceCode), campaignStream(fiscalYear)]);
    const codes = rosterIn(acts)?.laos.keys() ?? [];
    const surveys = await this.record([...codes].map((code) => surveyStream(fiscalYear, code)));
    return [...acts, ...surveys].sort(byPosition);
  }

  private async record(streams: readonly string[]): Promise<readonly RecordedEvent[]> {
    const slices = new Slices();
    const events: RecordedEvent[] = [];
    for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
      const some = streams
        .slice(at, at + STREAMS_AT_ONCE)
        .map((stream) => this.eventStore.readStream(stream));
      for (const stream of await Promise.all(some)) for (const event of stream) events.push(event);
      await slices.step(); // a province has hundreds of streams, so other requests run in between
    }
    return events.sort(byPosition);
  }
}

const byPosition = (a: RecordedEvent, b: RecordedEvent): number => (a.position < b.position ? -1 : 1);

const upTo = (events: readonly RecordedEvent[], { position }: Point): readonly RecordedEvent[] =>
  events.filter((event) => event.position <= position);

const withForms = ({ time, position }: Point, rounds: RoundsAsOf, forms: Forms): Standpoint => ({
  store: new WithForms(rounds, forms),
  now: new Date(time),
  position,
});
