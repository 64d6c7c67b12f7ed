import { Module, type DynamicModule } from '@nestjs/common';
import type { ReadStore } from '../projections/read-store/read-store.js';
import { AccessModule } from './access/access.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CampaignModule } from './campaign/campaign.module.js';
import { CommandModule } from './command/command.module.js';
import type { EventStore } from './event-store/event-store.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { WebModule } from './http/web.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { ProvinceModule } from './province/province.module.js';
import { ReadSideModule } from './read-side/read-side.module.js';
import { ReferenceDataModule, type ReferenceData } from './reference-data.module.js';
import { SurveyModule } from './survey/survey.module.js';

/** The whole house. The stores are opened before, so that their faults are an operator's one line and not a stack trace. */
@Module({})
export class AppModule {
  static of(referenceData: ReferenceData, eventStore: EventStore, readStore: ReadStore): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ReferenceDataModule.of(referenceData),
        ObservabilityModule,
        EventStoreModule.of(eventStore),
        ReadSideModule.of(readStore),
        CommandModule,
        AccessModule,
        CampaignModule,
        SurveyModule,
        ProvinceModule,
        AuditModule,
        WebModule,
      ],
    };
  }
}
