import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { timeAt } from '../../projections/read-models/instants.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Clock } from '../basics/clock.js';
import { within } from '../basics/time-limit.js';
import { CLOCK_TOLERANCE } from '../event-store/clock-guard.js';
import { isOfDamage } from '../event-store/damaged-stream.js';
import { GuardedEventStore } from '../event-store/guarded-event-store.js';
import { Checkpoints } from '../evidence/checkpoints/checkpoints.js';
import { Notary } from '../evidence/signing/notary.js';

/** Milliseconds that a start waits for the comparison of the log with its checkpoints. */
const EXAMINATION_PATIENCE = 1000;

/**
 * Compares the log with its checkpoints, with what the read models could not take in, and with the clock. The nation's whole log takes
 * longer than a start may, so the comparison then goes on beside the requests. That the log is not shorter than the newest checkpoint is
 * known before.
 * @returns whether events may be written
 */
export const examineRecord = async (application: NestFastifyApplication, clock: Clock): Promise<boolean> => {
  const notary = application.get(Notary);
  await inspectParked(application);
  await compareClock(application, clock);
  const tail = await notary.examineTail();
  if (!tail && (await application.get(Checkpoints).sizes()).length > 0) {
    const whole = notary.examine().catch((error: unknown) => {
      new Logger('Evidence').error({ message: 'the log could not be compared with its checkpoints', error });
    });
    await within<unknown>(EXAMINATION_PATIENCE, whole, () => undefined);
  }
  return application.get(GuardedEventStore).stop === undefined;
};

/** The alarm for a damaged stream is raised at once, and not only when a reader meets the stream again. */
const inspectParked = async (application: NestFastifyApplication): Promise<void> => {
  const log = application.get(GuardedEventStore);
  const readModels = await application.get(ReadModelProgress).status();
  const parked = new Set(readModels.flatMap((each) => each.parked.map(({ stream }) => stream)));
  for (const stream of parked) await log.inspect(stream);
};

/**
 * An event that is dated ahead of this clock was written by a clock that was ahead, or this clock is behind. The log cannot tell which, so
 * an operator must look.
 */
const compareClock = async (application: NestFastifyApplication, clock: Clock): Promise<void> => {
  const head = await application.get(GuardedEventStore).head();
  const time = head === undefined ? undefined : await timeAt(application.get(ReadStore), head);
  if (time === undefined) return;
  const ahead = Date.parse(time) - clock.now().getTime();
  if (ahead <= CLOCK_TOLERANCE) return;
  new Logger('Clock').error({
    message:
      'the last event of the log is dated ahead of the clock of this machine: this clock is behind, or another one was ahead',
    position: head,
    time,
    minutesAhead: Math.round(ahead / 60_000),
  });
};

/** Completes what an earlier process left. A damaged stream stops only itself, so the start goes on without it. */
export const unlessDamaged = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isOfDamage(error)) throw error;
    const message = 'a round could not be completed: the record of a stream is damaged';
    new Logger('Evidence').error({ message, stream: error.stream, revision: error.revision, error });
  }
};
