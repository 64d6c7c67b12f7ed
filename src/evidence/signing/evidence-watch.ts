import { Logger } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { metricName } from '../../basics/metric-name.js';
import type { HealthChecks } from '../../observability/health-checks.js';
import { runHook } from '../checkpoints/checkpoint-hook.js';
import { faultWording } from '../faults/fault-wording.js';
import { WritingStopped, type GuardedEventStore } from '../../event-store/guarded-event-store.js';
import { damageFault, type LogFault } from '../faults/log-fault.js';
import type { Notary } from './notary.js';

/** Shows operators how the log is attested: in the process log, in the metrics and in the readiness answer. */
export class EvidenceWatch {
  private readonly logger = new Logger('Evidence');
  private readonly failures: Counter;
  private readonly hookFailures: Counter;
  private readonly attempted: Gauge;

  constructor(
    private readonly registry: Registry,
    private readonly hook: string | undefined,
    private readonly eventStore: Pick<GuardedEventStore, 'damaged' | 'stop' | 'stopWriting'>,
  ) {
    this.attempted = new Gauge({
      name: metricName('checkpoint_schedule_timestamp_seconds'),
      help: 'When the schedule last found or made a checkpoint of the whole log; 0 for never in this process',
      registers: [registry],
    });
    this.failures = new Counter({
      name: metricName('checkpoint_failures_total'),
      help: 'Checkpoints of the log that could not be made',
      registers: [registry],
    });
    this.hookFailures = new Counter({
      name: metricName('checkpoint_hook_failures_total'),
      help: 'Checkpoints that the operator’s hook did not take; they are in their folder all the same',
      registers: [registry],
    });
  }

  /** Passes a checkpoint to the operator's hook. A failure of the hook loses nothing: the checkpoint is already kept. */
  readonly announce = async (note: string): Promise<void> => {
    if (this.hook === undefined) return;
    try {
      await runHook(this.hook, note);
    } catch (error) {
      this.hookFailures.inc();
      this.logger.error({ message: 'the hook did not take the checkpoint', error });
    }
  };

  /** The schedule ran, though a log that has not grown gets no new checkpoint. A schedule that stops is silent otherwise. */
  readonly kept = (): void => this.attempted.setToCurrentTime();

  readonly failed = (error: unknown): void => {
    this.failures.inc();
    this.logger.error({ message: 'no checkpoint could be made', error });
  };

  /**
   * A log that differs from what was attested gets no further events: they would bury the difference. A single damaged stream stops only
   * itself.
   */
  readonly found = (fault: LogFault): void => {
    const { damaged } = this.eventStore;
    if ('stream' in fault && damaged.some(({ stream }) => stream === fault.stream)) return;
    if (this.eventStore.stop?.reason === 'record') return;
    const { en } = faultWording(fault);
    this.eventStore.stopWriting(new WritingStopped('record', en));
    this.logger.error({
      message:
        'the log is not what was attested: nothing is written until the backup is restored, or the fault is explained and the server started again (docs/operations.md)',
      fault: en,
    });
  };

  /** A tampered log is still served, so that people can inspect it. The alarm goes to the operators. */
  observe(notary: Notary, healthChecks: HealthChecks, every: number): void {
    // A damaged stream is known as soon as any reader meets it, hours before the next checkpoint.
    const fault = (): LogFault | undefined => {
      const [damage] = this.eventStore.damaged;
      return notary.fault ?? (damage && damageFault(damage));
    };
    const registers = [this.registry];
    healthChecks.register('evidence', () => {
      const { last } = notary;
      const found = fault();
      const attested = last ? { events: last.size, at: last.time } : null;
      const writing = this.eventStore.stop?.message ?? null;
      const tampered = found ? faultWording(found).en : null;
      return { healthy: true, detail: { tampered, attested, writingStopped: writing } };
    });
    new Gauge({
      name: metricName('log_tampered'),
      help: '1 when the log is no longer what was attested: it needs a person at once',
      registers,
      collect() {
        this.set(fault() ? 1 : 0);
      },
    });
    const isStopped = (): boolean => this.eventStore.stop !== undefined;
    new Gauge({
      name: metricName('writing_stopped'),
      help: '1 when nothing is written: the log is not what was attested, or the clock jumped ahead',
      registers,
      collect() {
        this.set(isStopped() ? 1 : 0);
      },
    });
    new Gauge({
      name: metricName('checkpoint_interval_seconds'),
      help: 'How often the schedule makes a checkpoint of a log that grows',
      registers,
    }).set(every / 1000);
    new Gauge({
      name: metricName('checkpoint_events'),
      help: 'Events that the last checkpoint attests',
      registers,
      collect() {
        this.set(notary.last?.size ?? 0);
      },
    });
    new Gauge({
      name: metricName('checkpoint_timestamp_seconds'),
      help: 'When the last checkpoint was made',
      registers,
      collect() {
        this.set(notary.last ? Date.parse(notary.last.time) / 1000 : 0);
      },
    });
  }
}
