import { Injectable } from '@nestjs/common';
import { provincialProjections } from '../../projections/read-models/index.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { Replay } from '../../projections/replay/replay.js';
import { Slices } from '../basics/slices.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { EventStore } from '../event-store/event-store.js';
import { campaignStream, provinceOf, provinceStream, surveyStream } from '../events/streams.js';
import type { ProvinceKey } from '../events/streams.js';
import type { SurveyKey } from '../events/streams.js';
import { requireInRound } from '../campaign/round.js';
import { knownAt, rosterIn } from './known-at.js';
import type { Moment } from './moment.js';
import { NationalPast } from './national-past.js';
import { Points, type Point } from './points.js';

/** Replaces the live read models for a query: the read models at a past moment, and the time of that moment. */
export interface Standpoint {
  readonly store: ReadStore;
  readonly now: Date;
}

const STREAMS_AT_ONCE = 16;

/**
 * The system's state at any moment, computed by the same projections and queries as the present. A survey and a province are
 * replayed from their own streams, so the length of the log does not matter. The nation is replayed from snapshots.
 */
@Injectable()
export class Past {
  constructor(
    private readonly eventStore: EventStore,
    readonly points: Points,
    private readonly national: NationalPast,
  ) {}

  /** @throws what `surveyRecord` and `Points.find` throw. */
  async survey(survey: SurveyKey, moment: Moment): Promise<Standpoint> {
    const point = await this.points.find(moment);
    return replayed(await this.surveyRecord(survey), point);
  }

  /** @throws what `Points.find` throws. */
  async province(province: ProvinceKey, moment: Moment): Promise<Standpoint> {
    const point = await this.points.find(moment);
    return replayed(await this.provinceRecord(province), point);
  }

  /** The lists and totals of the whole nation. They may be read only until `ask` ends. @throws what `Points.find` throws. */
  async nation<T>(moment: Moment, ask: (standpoint: Standpoint) => Promise<T>): Promise<T> {
    const { position, time } = await this.points.find(moment);
    return this.national.at(position, (store) => ask({ store, now: new Date(time) }));
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

const replayed = async (events: readonly RecordedEvent[], { position, time }: Point): Promise<Standpoint> => {
  const replay = await Replay.begin(provincialProjections);
  await replay.apply(knownAt(events, position));
  return { store: replay.store, now: new Date(time) };
};
