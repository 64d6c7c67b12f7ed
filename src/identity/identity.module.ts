import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Clock } from '../basics/clock.js';
import { Configuration } from '../configuration/configuration.js';
import { Directory } from '../directory/directory.js';
import { AccessGuard } from './access.guard.js';
import { BearerStrategy } from './bearer.strategy.js';
import { BearerTokens } from './bearer-tokens.js';
import { IdentityClock } from './identity-clock.js';
import { IdentityProvider } from './identity-provider.js';
import { IssuerKeys } from './issuer-keys.js';
import { LogoutTokens } from './logout-tokens.js';
import { MeController } from './me.controller.js';
import { PendingSignIns } from './pending-sign-ins.js';
import { Persons } from './persons.js';
import { SessionStore, type KeptSessions } from './session-store.js';
import { SessionStrategy } from './session.strategy.js';
import { Sessions } from './sessions.js';
import { SignInController } from './sign-in.controller.js';
import { SignIns } from './sign-ins.js';
import { SignOutController } from './sign-out.controller.js';

/**
 * Authenticates and authorises people. `clock` is the identity provider's time. Needs `Clock`, `Configuration`, `Directory`, `Offices` and
 * `People` as global providers.
 */
@Module({})
export class IdentityModule {
  static of({ store, secret }: KeptSessions, clock: Clock): DynamicModule {
    return {
      module: IdentityModule,
      global: true,
      controllers: [SignInController, SignOutController, MeController],
      providers: [
        {
          provide: IdentityProvider,
          useFactory: (configuration: Configuration, directory: Directory) =>
            IdentityProvider.start(configuration, directory),
          inject: [Configuration, Directory],
        },
        { provide: IdentityClock, useValue: clock },
        { provide: SessionStore, useValue: store },
        BearerStrategy,
        BearerTokens,
        IssuerKeys,
        LogoutTokens,
        {
          provide: PendingSignIns,
          useFactory: (configuration: Configuration) => new PendingSignIns(configuration, clock, secret),
          inject: [Configuration],
        },
        Persons,
        SessionStrategy,
        Sessions,
        SignIns,
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [IdentityClock, Sessions],
    };
  }
}
