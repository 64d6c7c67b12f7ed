import { Injectable } from '@nestjs/common';
import { collectionName } from '../../projections/engine/collection-name.js';
import { laoStatuses, wholeStatus, type LaoStatus } from '../../projections/read-models/lao-statuses.js';
import { changedBetween, type RoundsAsOf } from '../../projections/read-models/round-states.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { LRUCache } from 'lru-cache';
import { rosterAt, placedLao, type PlacedLao } from './roster-at.js';

/** The parts of one page ask for the same roster, and a slider comes back. */
const MOST_ROSTERS = 6;
/** Milliseconds. An upgrade may still add a roster to the past, so none is kept for long. */
const KEPT = 60 * 1000;
/** Above it, reading the whole roster is no slower. */
const MOST_CHANGES = 2_000;

interface Kept {
  readonly fiscalYear: number;
  readonly position: bigint;
  readonly roster: Promise<readonly PlacedLao[]>;
}

/** Rosters of rounds at positions. A roster of the present is brought forward from an earlier one. */
@Injectable()
export class RostersAt {
  private readonly kept = new LRUCache<string, Kept>({ max: MOST_ROSTERS, ttl: KEPT });

  constructor(private readonly store: ReadStore) {}

  /** In list order, the withdrawn LAOs included. */
  at(rounds: RoundsAsOf, fiscalYear: number, position: bigint): Promise<readonly PlacedLao[]> {
    const key = `${fiscalYear}@${position}`;
    const known = this.kept.get(key);
    if (known) return known.roster;
    const roster = this.read(rounds, fiscalYear, position);
    this.kept.set(key, { fiscalYear, position, roster });
    roster.catch(() => this.kept.delete(key));
    return roster;
  }

  private async read(
    rounds: RoundsAsOf,
    fiscalYear: number,
    position: bigint,
  ): Promise<readonly PlacedLao[]> {
    const before = this.before(fiscalYear, position);
    const forward =
      before && (await this.forward(await before.roster, before.position, fiscalYear, position));
    return forward ?? rosterAt(rounds, fiscalYear);
  }

  private before(fiscalYear: number, position: bigint): Kept | undefined {
    return [...this.kept.values()]
      .filter((each) => each.fiscalYear === fiscalYear && each.position < position)
      .reduce<Kept | undefined>(
        (last, each) => (last && last.position > each.position ? last : each),
        undefined,
      );
  }

  /** Undefined if too much changed, or the order of the list did. */
  private async forward(
    roster: readonly PlacedLao[],
    after: bigint,
    fiscalYear: number,
    upTo: bigint,
  ): Promise<readonly PlacedLao[] | undefined> {
    const name = collectionName(laoStatuses);
    const changed = await changedBetween<LaoStatus>(this.store, name, [after, upTo], MOST_CHANGES);
    if (!changed) return undefined;
    const places = new Map(roster.map(({ laoCode }, place) => [laoCode, place]));
    const next = [...roster];
    for (const status of changed) {
      if (status.fiscalYear !== fiscalYear) continue;
      const place = places.get(status.laoCode);
      const known = place === undefined ? undefined : next[place]!;
      if (place === undefined || known?.rank !== status.rank) return undefined;
      next[place] = placedLao(wholeStatus(status), known.province);
    }
    return next;
  }
}
