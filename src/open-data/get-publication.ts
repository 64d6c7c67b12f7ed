import { Injectable } from '@nestjs/common';
import { campaignModel, type Publication } from '../campaign/campaign.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import type { ResultFilesRecorded } from '../events/campaign-events.js';
import { campaignStream } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';

/** A publication whose files are recorded. */
export interface PublishedResults extends Omit<Publication, 'recorded'> {
  readonly fiscalYear: number;
  readonly recorded: ResultFilesRecorded['data'] & { readonly revision: bigint };
}

/** Finds what is published. The log alone says it, so every process knows it at once. */
@Injectable()
export class PublishedRounds {
  constructor(private readonly decideAndAppend: DecideAndAppend) {}

  /** Oldest first. */
  async all(fiscalYear: number): Promise<readonly Publication[]> {
    const { state } = await this.decideAndAppend.load(campaignStream(fiscalYear), campaignModel);
    return state?.publications ?? [];
  }

  /**
   * The latest publication, or the one as of a position.
   * @throws Problem `results-not-published`, `results-withdrawn`, `results-being-prepared`
   */
  async require(fiscalYear: number, position?: string): Promise<PublishedResults> {
    const all = await this.all(fiscalYear);
    const wanted = all.filter((each) => position === undefined || each.position === position);
    const ready = wanted.findLast(({ recorded, withdrawnAt }) => recorded && withdrawnAt === undefined);
    if (ready?.recorded) return { ...ready, recorded: ready.recorded, fiscalYear };
    const last = wanted.at(-1);
    if (last === undefined) throw problems.resultsNotPublished(fiscalYear);
    if (last.withdrawnAt !== undefined) throw problems.resultsWithdrawn(fiscalYear, last.withdrawnAt);
    throw problems.resultsBeingPrepared(fiscalYear);
  }
}
