import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { PeopleModule } from './access/people.module.js';
import type { People } from './access/people.js';
import { AsOfModule } from './as-of/as-of.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CampaignModule } from './campaign/campaign.module.js';
import { CommandModule } from './command/command.module.js';
import { ComparisonModule } from './comparison/comparison.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import type { EventStore } from './event-store/event-store.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { WebModule } from './http/web.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { ProgressModule } from './progress/progress.module.js';
import { ProvinceModule } from './province/province.module.js';
import { ReadingModule } from './reading/reading.module.js';
import { ReadSideModule, type ReadSideStores } from './read-side/read-side.module.js';
import { ReceiptModule } from './receipt/receipt.module.js';
import { ReferenceDataModule, type ReferenceData } from './reference-data.module.js';
import { SurveyModule } from './survey/survey.module.js';

/** What was opened before the house is built: its faults are an operator's one line. */
export interface Stores extends ReadSideStores {
  readonly eventStore: EventStore;
  readonly people: People;
}

/** The whole house. */
@Module({})
export class AppModule {
  static of(referenceData: ReferenceData, stores: Stores): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ReferenceDataModule.of(referenceData),
        ObservabilityModule,
        EventStoreModule.of(stores.eventStore),
        PeopleModule.of(stores.people),
        ReadSideModule.of(stores, referenceData.configuration.role),
        DirectoryModule,
        AsOfModule,
        CommandModule,
        AccessModule,
        ReadingModule,
        CampaignModule,
        SurveyModule,
        ProvinceModule,
        ProgressModule,
        AuditModule,
        ReceiptModule,
        EvidenceModule,
        ComparisonModule,
        WebModule,
      ],
    };
  }
}

/** The workshop alone: nobody comes in, and only probes and scrapers look through the window. */
@Module({})
export class ProjectorModule {
  static of(referenceData: ReferenceData, stores: Omit<Stores, 'people'>): DynamicModule {
    return {
      module: ProjectorModule,
      imports: [
        ReferenceDataModule.of(referenceData),
        ObservabilityModule,
        EventStoreModule.of(stores.eventStore),
        ReadSideModule.of(stores, 'projector'),
      ],
    };
  }
}
