import { Module, type DynamicModule } from '@nestjs/common';
import type { ReadStore } from '../projections/read-store/read-store.js';
import { AccessModule } from './access/access.module.js';
import { PeopleModule } from './access/people.module.js';
import type { People } from './access/people.js';
import { AuditModule } from './audit/audit.module.js';
import { CampaignModule } from './campaign/campaign.module.js';
import { CommandModule } from './command/command.module.js';
import type { EventStore } from './event-store/event-store.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { WebModule } from './http/web.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { ProvinceModule } from './province/province.module.js';
import { ReadingModule } from './reading/reading.module.js';
import { ReadSideModule } from './read-side/read-side.module.js';
import { ReferenceDataModule, type ReferenceData } from './reference-data.module.js';
import { SurveyModule } from './survey/survey.module.js';

/** What was opened before the house is built: its faults are an operator's one line. */
export interface Stores {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly people: People;
}

/** The whole house. */
@Module({})
export class AppModule {
  static of(referenceData: ReferenceData, { eventStore, readStore, people }: Stores): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ReferenceDataModule.of(referenceData),
        ObservabilityModule,
        EventStoreModule.of(eventStore),
        PeopleModule.of(people),
        ReadSideModule.of(readStore),
        CommandModule,
        AccessModule,
        ReadingModule,
        CampaignModule,
        SurveyModule,
        ProvinceModule,
        AuditModule,
        WebModule,
      ],
    };
  }
}
