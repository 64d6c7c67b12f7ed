import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../basics/clock.js';
import { SerialQueue } from '../basics/serial-queue.js';
import type { CommandContext } from '../commands/command-context.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import type { StreamModel } from '../commands/stream-model.js';
import { WritingStopped } from '../event-store/guarded-event-store.js';
import { auditReadStream } from '../events/streams.js';
import type { AuditDataRead } from '../events/audit-read-events.js';

type Reading = AuditDataRead['data'];

/** Repeated views within this time are recorded once: paging or moving a slider is one view. Milliseconds. */
const SAME_LOOK = 5 * 60 * 1000;
const REMEMBERED_LOOKS = 10_000;

/** Filter parts that change many times during one view. Only the first value is recorded. */
const moments = new Set(['at', 'time', 'revision', 'position', 'from', 'to']);

/** No decision depends on earlier reads. */
const auditReadModel: StreamModel<null, 'reading'> = {
  category: 'reading',
  initialState: null,
  evolve: () => null,
};

/** Records who viewed what, before the data is shown. */
@Injectable()
export class AuditReadRecorder {
  private readonly logger = new Logger('AuditReads');
  private readonly looks: LRUCache<string, Promise<void>>;
  private readonly queues = new Map<string, SerialQueue>();

  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly clock: Clock,
  ) {
    const perf = { now: () => clock.now().getTime() };
    this.looks = new LRUCache({ max: REMEMBERED_LOOKS, ttl: SAME_LOOK, perf });
  }

  /**
   * Resolves once the view is in the log, or in the lines of this process while writing has stopped. Resolves at once if the same view was recorded some minutes ago.
   * @throws EventStoreUnavailable, Problem `concurrent-change`: the view is not recorded, so nothing may be shown.
   */
  record(reading: Reading, context: CommandContext): Promise<void> {
    const look = lookOf(reading, context.actor.sub);
    const recorded = this.looks.get(look);
    if (recorded) return recorded;
    const recording = this.inTurn(context.actor.sub, () => this.append(reading, context));
    this.looks.set(look, recording);
    recording.catch(() => this.looks.delete(look));
    return recording;
  }

  /** All views of one person go to the same stream. Each waits for the previous one, which avoids conflicts. */
  private inTurn(sub: string, append: () => Promise<void>): Promise<void> {
    const queue = this.queues.get(sub) ?? new SerialQueue();
    this.queues.set(sub, queue);
    return queue.run(append).finally(() => {
      if (queue.idle) this.queues.delete(sub);
    });
  }

  private async append(reading: Reading, context: CommandContext): Promise<void> {
    const day = this.clock.now().toISOString().slice(0, 10);
    const target = { stream: auditReadStream(day, context.actor.sub), model: auditReadModel };
    const command = { name: 'ReadAuditData', content: { ...reading } };
    try {
      await this.decideAndAppend.execute(target, command, context, () => [
        { type: 'AuditDataRead', data: reading },
      ]);
    } catch (error) {
      if (!(error instanceof WritingStopped)) throw error;
      // People must look at a log that nothing may be added to. The line of this process is the record then.
      const { sub } = context.actor;
      this.logger.warn({ message: 'audit data was read while writing has stopped', sub, reading });
    }
  }
}

const lookOf = ({ filter, ...reading }: Reading, sub: string): string => {
  const deliberate = Object.entries(filter).filter(([name]) => !moments.has(name));
  return JSON.stringify([sub, reading, deliberate]);
};
