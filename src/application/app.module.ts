import { Module, type DynamicModule } from '@nestjs/common';
import { SystemClock } from '../basics/clock.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PersonalDataModule } from '../personal-data/people.module.js';
import { AccessTokensModule } from '../access-tokens/access-tokens.module.js';
import type { TokenStore } from '../access-tokens/token-store.js';
import type { KeptSessions } from '../identity/session-store.js';
import type { People } from '../people/people.js';
import { PastModule } from '../past/past.module.js';
import { HistoryModule } from '../history/audit.module.js';
import { CampaignModule } from '../campaign/campaign.module.js';
import { CommandsModule } from '../commands/command.module.js';
import { ReadModelComparisonModule } from '../read-model-comparison/comparison.module.js';
import { ListsModule } from '../lists/lists.module.js';
import type { EventStore } from '../event-store/event-store.js';
import { EventStoreModule } from './event-store.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { OfficesModule } from '../offices/offices.module.js';
import { WebModule } from './web.module.js';
import { ObservabilityModule } from '../observability/observability.module.js';
import { PublicationModule } from '../publication/publication.module.js';
import { ProgressModule } from '../progress/progress.module.js';
import { CertificationModule } from '../certification/certification.module.js';
import { AccessLogModule } from '../access-log/access-log.module.js';
import { ProjectingModule, type ReadModelStores } from '../projecting/projecting.module.js';
import { ReceiptsModule } from '../receipts/receipt.module.js';
import { ReferenceDataModule, type ReferenceData } from './reference-data.module.js';
import { OpenDataModule } from '../open-data/open-data.module.js';
import { OdataModule } from '../odata/odata.module.js';
import { ResultsModule } from '../results/results.module.js';
import { SurveyModule } from '../survey/survey.module.js';
import { WorkbookModule } from '../workbook/workbook.module.js';

/** The stores. They are opened before the application is built, so that a failure to open one is a single line for the operator. */
export interface Stores extends ReadModelStores {
  readonly eventStore: EventStore;
  readonly people: People;
  readonly sessions: KeptSessions;
  readonly tokens: TokenStore;
}

/** The whole application: API, front end and read models. */
@Module({})
export class AppModule {
  static of(referenceData: ReferenceData, stores: Stores): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ReferenceDataModule.of(referenceData),
        ObservabilityModule,
        EventStoreModule.of(stores.eventStore),
        PersonalDataModule.of(stores.people),
        ProjectingModule.of(stores, referenceData.configuration),
        OfficesModule,
        ListsModule,
        PastModule,
        CommandsModule,
        IdentityModule.of(stores.sessions, new SystemClock()),
        AccessTokensModule.of(stores.tokens),
        AccessLogModule,
        RosterModule,
        PublicationModule,
        CampaignModule,
        SurveyModule,
        WorkbookModule,
        CertificationModule,
        ProgressModule,
        HistoryModule,
        ReceiptsModule,
        ResultsModule,
        OdataModule,
        EvidenceModule,
        OpenDataModule,
        ReadModelComparisonModule,
        WebModule,
      ],
    };
  }
}

/** The projector process. It serves no people, only health probes and metrics scrapers. */
@Module({})
export class ProjectorModule {
  static of(
    referenceData: ReferenceData,
    stores: Omit<Stores, 'people' | 'sessions' | 'tokens'>,
  ): DynamicModule {
    return {
      module: ProjectorModule,
      imports: [
        ReferenceDataModule.of(referenceData),
        ObservabilityModule,
        EventStoreModule.of(stores.eventStore),
        ProjectingModule.of(stores, referenceData.configuration),
      ],
    };
  }
}
