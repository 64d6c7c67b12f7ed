import { setTimeout } from 'node:timers/promises';
import { Body, Controller, Get, Global, Module, Param, Post, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsInt } from 'class-validator';
import { AccessTokensModule } from '../../src/access-tokens/access-tokens.module.js';
import { SqliteTokenStore } from '../../src/access-tokens/embedded/sqlite-token-store.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import { SqliteSessionStore } from '../../src/identity/embedded/sqlite-session-store.js';
import { SqlitePeople } from '../../src/people/embedded/sqlite-people.js';
import { People } from '../../src/people/people.js';
import { Allow, Public } from '../../src/identity/policy.js';
import { SessionStore } from '../../src/identity/session-store.js';
import { LiveLines } from '../../src/live-updates/live-lines.js';
import { LiveUpdatesController } from '../../src/live-updates/live-updates.controller.js';
import { LiveUpdates } from '../../src/live-updates/live-updates.js';
import { Clock, SystemClock } from '../../src/basics/clock.js';
import type { CommandContext } from '../../src/commands/command-context.js';
import { Configuration, readConfiguration } from '../../src/configuration/configuration.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Offices } from '../../src/offices/offices.js';
import { Directory } from '../../src/directory/directory.js';
import { EventStoreUnavailable } from '../../src/event-store/event-store.js';
import { createApplication, type ApplicationOptions } from '../../src/application/create-application.js';
import { Context, IfMatch } from '../../src/http/request-context.js';
import { ObservabilityModule } from '../../src/observability/observability.module.js';
import { problems } from '../../src/problems/catalogue.js';
import { smallDirectory } from './small-directory.js';
import { preparedReadStore } from './prepared-read-store.js';

class Counted {
  @IsInt()
  count!: number;
}

const everyRole = ['lao', 'province', 'auditor', 'admin'] as const;

@Controller('trial')
class TrialController {
  @Get('forgotten')
  forgotten(): string {
    return 'no policy says who may see this';
  }

  @Get('laos/:lao')
  @Allow({ roles: everyRole, scope: 'lao' })
  lao(@Param('lao') lao: string): { lao: string } {
    return { lao };
  }

  @Get('provinces/:province')
  @Allow({ roles: everyRole, scope: 'province' })
  province(@Param('province') province: string): { province: string } {
    return { province };
  }

  @Get('admin-only')
  @Allow({ roles: ['admin'] })
  adminOnly(): { ok: true } {
    return { ok: true };
  }

  @Post('commands')
  @Allow({ roles: everyRole })
  command(
    @Context() context: CommandContext,
    @IfMatch() ifMatch: bigint | '*' | undefined,
  ): { context: CommandContext; ifMatch: string | null } {
    return { context, ifMatch: ifMatch === undefined ? null : String(ifMatch) };
  }

  @Get('slow')
  @Public()
  async slow(): Promise<{ done: true }> {
    await setTimeout(300);
    return { done: true };
  }

  @Post('counted')
  @Public()
  counted(@Body() body: Counted): Counted {
    return body;
  }

  @Get('failures/:kind')
  @Public()
  fail(@Param('kind') kind: string): void {
    if (kind === 'store') throw new EventStoreUnavailable('disk full at /var/secret', 'full');
    if (kind === 'locked') throw problems.surveyLocked('2026-11-23T17:00:05Z');
    throw new TypeError('secret inside');
  }
}

@Global()
@Module({})
class SurroundingsModule {}

@Module({
  imports: [ObservabilityModule],
  controllers: [TrialController, LiveUpdatesController],
  providers: [LiveLines, LiveUpdates],
})
class TrialModule {}

interface EdgeOptions extends ApplicationOptions {
  readonly clock?: Clock;
  readonly sessions?: SessionStore;
  readonly people?: People;
}

/** The real HTTP edge and development provider around a few trial handlers. */
export async function startEdge(
  options: EdgeOptions = {},
  configuration: Configuration = readConfiguration({ PORT: '0' }),
): Promise<{ readonly application: NestFastifyApplication; readonly baseUrl: string }> {
  const clock = options.clock ?? new SystemClock();
  const surroundings: DynamicModule = {
    module: SurroundingsModule,
    providers: [
      { provide: Configuration, useValue: configuration },
      { provide: Directory, useFactory: smallDirectory },
      { provide: ReadStore, useFactory: preparedReadStore },
      Offices,
      { provide: Clock, useValue: clock },
      { provide: People, useValue: options.people ?? new SqlitePeople(':memory:') },
    ],
    exports: [Clock, Configuration, Directory, Offices, People],
  };
  const application = await createApplication(
    {
      module: TrialModule,
      imports: [
        surroundings,
        AccessTokensModule.of(new SqliteTokenStore(':memory:')),
        IdentityModule.of(
          { store: options.sessions ?? new SqliteSessionStore(':memory:'), secret: 'x'.repeat(32) },
          clock,
        ),
      ],
    },
    configuration,
    options,
  );
  await application.listen(0, '127.0.0.1');
  return { application, baseUrl: await application.getUrl() };
}
