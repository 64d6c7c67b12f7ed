import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { campaigns } from '../../projections/campaigns.js';
import { laoStatuses } from '../../projections/lao-statuses.js';
import type { Projection } from '../../projections/projection.js';
import { provinceStatuses } from '../../projections/province-statuses.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { Replay } from '../../projections/replay.js';
import { surveyForms } from '../../projections/survey-forms.js';
import { Clock } from '../clock.js';
import { Directory } from '../directory/directory.js';
import { EventStore, type RecordedEvent } from '../event-store/event-store.js';
import { campaignStream, provinceStream, surveyStream } from '../event-store/streams.js';
import { problems } from '../problems/catalogue.js';
import type { ProvinceKey } from '../province/province-desk.js';
import type { SurveyKey } from '../survey/survey-desk.js';
import type { Moment } from './moment.js';
import { NationalPast } from './national-past.js';
import { timeOf, type Stretch } from './timeline.js';

/** What a query is answered from in place of the live read models: those of the past, and the time of day it was then. */
export interface Standpoint {
  readonly store: ReadStore;
  readonly now: Date;
}

/** A moment, found in the log. */
export interface Point {
  /** The last event that had happened; −1 before the first. */
  readonly position: bigint;
  /** The instant that was asked for; for a position, that of its event. ISO 8601 UTC. */
  readonly time: string;
}

const STREAMS_AT_ONCE = 16;
const BEFORE_EVERYTHING = new Date(0).toISOString();

/**
 * The system as it stood at any moment, answered by the very projections and queries that answer for today. A survey and a province are
 * replayed from their own streams, whatever the length of the log; the nation from snapshots.
 */
@Injectable()
export class Past {
  constructor(
    private readonly eventStore: EventStore,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly national: NationalPast,
  ) {}

  /** @throws Problem `unknown-lao`, and what `pointAt` throws. */
  async survey(survey: SurveyKey, moment: Moment): Promise<Standpoint> {
    const point = await this.pointAt(moment);
    const projections = [surveyForms, provinceStatuses(this.directory), campaigns];
    return replayed(await this.surveyRecord(survey), point, projections);
  }

  /** @throws Problem `unknown-province`, and what `pointAt` throws. */
  async province(province: ProvinceKey, moment: Moment): Promise<Standpoint> {
    const { directory } = this;
    const point = await this.pointAt(moment);
    const projections = [surveyForms, laoStatuses(directory), provinceStatuses(directory), campaigns];
    return replayed(await this.provinceRecord(province), point, projections);
  }

  /** The lists and totals of the whole nation: they may be asked until `ask` is done. @throws what `pointAt` throws. */
  async nation<T>(moment: Moment, ask: (standpoint: Standpoint) => Promise<T>): Promise<T> {
    const { position, time } = await this.pointAt(moment);
    return this.national.at(position, (store) => ask({ store, now: new Date(time) }));
  }

  /** All that ever bore on a survey, in log order. @throws Problem `unknown-lao` */
  async surveyRecord({ fiscalYear, laoCode }: SurveyKey): Promise<readonly RecordedEvent[]> {
    const lao = this.directory.lao(laoCode);
    if (!lao) throw problems.unknownLao(laoCode);
    return this.record([
      surveyStream(fiscalYear, laoCode),
      provinceStream(fiscalYear, lao.provinceCode),
      campaignStream(fiscalYear),
    ]);
  }

  /** All that ever bore on a province and its surveys, in log order. @throws Problem `unknown-province` */
  async provinceRecord({ fiscalYear, provinceCode }: ProvinceKey): Promise<readonly RecordedEvent[]> {
    if (!this.directory.province(provinceCode)) throw problems.unknownProvince(provinceCode);
    return this.record([
      ...this.directory.laosOf(provinceCode).map((lao) => surveyStream(fiscalYear, lao.code)),
      provinceStream(fiscalYear, provinceCode),
      campaignStream(fiscalYear),
    ]);
  }

  /**
   * Where a moment lies (see timeline.ts). The log up to it is complete: nothing can come before it any more.
   * @throws Problem `moment-to-come` for an instant that has not passed, `unknown-position` behind the end of the log.
   */
  async pointAt(moment: Moment): Promise<Point> {
    const head = await this.eventStore.head();
    const isInstant = moment.kind === 'instant';
    if (isInstant && moment.time > this.clock.now().toISOString()) throw problems.momentToCome(moment.time);
    if (!isInstant && moment.position > (head ?? -1n)) {
      throw problems.unknownPosition(moment.position.toString());
    }
    await this.national.reach(isInstant ? (head ?? -1n) : moment.position);
    return isInstant ? this.pointOfInstant(moment.time) : this.pointOfPosition(moment.position);
  }

  private async pointOfInstant(time: string): Promise<Point> {
    const { timeline } = this.national;
    const stretch = timeline.behind(time);
    if (!stretch) return { position: timeline.end ?? -1n, time };
    let position = stretch.after ?? -1n;
    for (const event of await this.eventsOf(stretch)) {
      if (timeOf(event) > time) break;
      position = event.position;
    }
    return { position, time };
  }

  private async pointOfPosition(position: bigint): Promise<Point> {
    const stretch = this.national.timeline.around(position);
    const events = stretch ? await this.eventsOf({ ...stretch, last: position }) : [];
    const last = events.at(-1);
    if (last) return { position, time: timeOf(last) };
    // Positions have gaps: then it is the event before the stretch.
    return stretch?.after === undefined
      ? { position: -1n, time: BEFORE_EVERYTHING }
      : this.pointOfPosition(stretch.after);
  }

  private async eventsOf({ after, last }: Stretch): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of this.eventStore.readAll({ after, upTo: last })) events.push(...page);
    return events;
  }

  private async record(streams: readonly string[]): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
      const some = streams
        .slice(at, at + STREAMS_AT_ONCE)
        .map((stream) => this.eventStore.readStream(stream));
      for (const stream of await Promise.all(some)) for (const event of stream) events.push(event);
      await setImmediate(); // a province has hundreds of streams, and others are served meanwhile
    }
    return events.sort((a, b) => (a.position < b.position ? -1 : 1));
  }
}

const replayed = async (
  events: readonly RecordedEvent[],
  { position, time }: Point,
  projections: readonly Projection[],
): Promise<Standpoint> => {
  const replay = await Replay.begin(projections);
  await replay.apply(events.filter((event) => event.position <= position));
  return { store: replay.store, now: new Date(time) };
};
