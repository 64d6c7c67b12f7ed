import { Module, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { Registry } from 'prom-client';
import { People } from '../people/people.js';
import { Clock } from '../basics/clock.js';
import { Configuration } from '../configuration/configuration.js';
import { GuardedEventStore } from '../event-store/guarded-event-store.js';
import { EventStore } from '../event-store/event-store.js';
import { HealthChecks } from '../observability/health-checks.js';
import { loadCheckpointKey } from './checkpoints/checkpoint-key.js';
import { CheckpointSchedule } from './signing/checkpoint-schedule.js';
import { CheckpointController } from './verification/checkpoint.controller.js';
import { Checkpoints } from './checkpoints/checkpoints.js';
import { EvidencePackages } from './package/evidence-package.js';
import { EvidenceWatch } from './signing/evidence-watch.js';
import { LiveTree } from './signing/live-tree.js';
import { Notary } from './signing/notary.js';
import { PackageController } from './package/package.controller.js';
import { EventProofs } from './verification/event-proof.js';
import { Proofs } from './verification/proofs.js';
import { VerificationController } from './verification/verification.controller.js';
import { StreamVerifier } from './verification/verify-stream.js';

const CHECKPOINT_KEY = Symbol('checkpoint key');

/** Attests the log and proves what is in it. */
@Module({
  controllers: [CheckpointController, VerificationController, PackageController],
  providers: [
    { provide: CHECKPOINT_KEY, inject: [Configuration], useFactory: loadCheckpointKey },
    {
      provide: Checkpoints,
      inject: [Configuration, CHECKPOINT_KEY],
      useFactory: ({ checkpoints }: Configuration, { publicKey }: ReturnType<typeof loadCheckpointKey>) =>
        new Checkpoints(checkpoints.dir, publicKey),
    },
    {
      provide: EvidenceWatch,
      inject: [Registry, Configuration, GuardedEventStore],
      useFactory: (registry: Registry, { checkpoints }: Configuration, eventStore: GuardedEventStore) =>
        new EvidenceWatch(registry, checkpoints.hook, eventStore),
    },
    {
      provide: LiveTree,
      inject: [EventStore],
      useFactory: (eventStore: EventStore) => new LiveTree(eventStore),
    },
    {
      provide: Notary,
      inject: [EventStore, LiveTree, Checkpoints, CHECKPOINT_KEY, Clock, EvidenceWatch],
      useFactory: (
        eventStore: EventStore,
        liveTree: LiveTree,
        checkpoints: Checkpoints,
        key: ReturnType<typeof loadCheckpointKey>,
        clock: Clock,
        { announce, found }: EvidenceWatch,
      ) => new Notary({ eventStore, liveTree, checkpoints, key, clock, announce, onFault: found }),
    },
    {
      provide: CheckpointSchedule,
      inject: [Notary, Checkpoints, Configuration, Clock, EvidenceWatch],
      useFactory: (
        notary: Notary,
        checkpoints: Checkpoints,
        { checkpoints: { every } }: Configuration,
        clock: Clock,
        { failed, kept }: EvidenceWatch,
      ) =>
        new CheckpointSchedule({
          attest: async () => {
            await notary.attest();
            kept();
          },
          checkpoints,
          every,
          now: () => clock.now(),
          onFailure: failed,
        }),
    },
    {
      provide: Proofs,
      inject: [LiveTree, Checkpoints],
      useFactory: (liveTree: LiveTree, checkpoints: Checkpoints) => new Proofs(liveTree, checkpoints),
    },
    {
      provide: EventProofs,
      inject: [EventStore, LiveTree, Checkpoints],
      useFactory: (eventStore: EventStore, liveTree: LiveTree, checkpoints: Checkpoints) =>
        new EventProofs(eventStore, liveTree, checkpoints),
    },
    {
      provide: StreamVerifier,
      inject: [EventStore, LiveTree, Checkpoints],
      useFactory: (eventStore: EventStore, liveTree: LiveTree, checkpoints: Checkpoints) =>
        new StreamVerifier(eventStore, liveTree, checkpoints),
    },
    {
      provide: EvidencePackages,
      inject: [EventStore, People, LiveTree, Notary, Checkpoints, CHECKPOINT_KEY],
      useFactory: (
        log: EventStore,
        people: People,
        liveTree: LiveTree,
        notary: Notary,
        checkpoints: Checkpoints,
        key: ReturnType<typeof loadCheckpointKey>,
      ) => new EvidencePackages({ log, people, liveTree, notary, checkpoints, key }),
    },
  ],
  exports: [Checkpoints, EventProofs, LiveTree, Notary],
})
export class EvidenceModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly schedule: CheckpointSchedule,
    notary: Notary,
    watch: EvidenceWatch,
    healthChecks: HealthChecks,
    { checkpoints: { every } }: Configuration,
  ) {
    watch.observe(notary, healthChecks, every);
  }

  onApplicationBootstrap(): void {
    this.schedule.start();
  }

  /** The event store closes later, so the last checkpoint can still be made. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.schedule.stop();
  }
}
