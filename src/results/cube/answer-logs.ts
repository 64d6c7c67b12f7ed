import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { answersChangedAfter } from '../../../projections/read-models/answers.js';
import { placeOf } from '../../../projections/engine/place.js';
import { ReadStore } from '../../../projections/read-store/read-store.js';
import { SerialQueue } from '../../basics/serial-queue.js';
import { Slices } from '../../basics/slices.js';
import type { Questionnaire } from '../../questionnaire/questionnaire.js';
import { AnswerLog } from './answer-log.js';

/** Documents that are read at once. A form that was filled once is some 20 kB. */
const PORTION = 8;
/** Unused ones are dropped after this time, milliseconds. */
const KEPT = 60 * 60 * 1000;
/** A year, and the one that it is compared with. */
const MOST_YEARS = 4;

interface Kept {
  readonly log: AnswerLog;
  /** It has every change up to here. */
  place: string;
  readonly queue: SerialQueue;
}

/** The answers of each year in memory, read when they are first asked for, and brought up to date by what changed since. */
@Injectable()
export class AnswerLogs implements OnModuleDestroy {
  private readonly years = new LRUCache<string, Kept>({
    max: MOST_YEARS,
    ttl: KEPT,
    ttlAutopurge: true,
    updateAgeOnGet: true,
  });

  constructor(private readonly store: ReadStore) {}

  onModuleDestroy(): void {
    this.years.clear();
  }

  /** With every change up to a position that the read models have reached. */
  async upTo(fiscalYear: number, questionnaire: Questionnaire, position: bigint): Promise<AnswerLog> {
    const key = `${fiscalYear} ${questionnaire.version}`;
    const kept = this.years.get(key) ?? this.begin(key, questionnaire);
    await kept.queue.run(() => this.advance(fiscalYear, kept, placeOf(position < 0n ? 0n : position)));
    return kept.log;
  }

  private begin(key: string, questionnaire: Questionnaire): Kept {
    const kept = { log: new AnswerLog(questionnaire), place: '', queue: new SerialQueue() };
    this.years.set(key, kept);
    return kept;
  }

  /** A document that changes meanwhile moves to the end, so it is found again. */
  private async advance(fiscalYear: number, kept: Kept, place: string): Promise<void> {
    if (kept.place >= place) return;
    const slices = await Slices.begin();
    for (let after = kept.place; ;) {
      const found = await answersChangedAfter(this.store, fiscalYear, after, PORTION);
      for (const document of found) {
        kept.log.take(document);
        await slices.step();
      }
      if (found.length < PORTION) break;
      after = found.at(-1)!.place;
    }
    kept.place = place;
  }
}
