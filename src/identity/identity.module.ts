import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Configuration } from '../configuration/configuration.js';
import { Directory } from '../directory/directory.js';
import { SignInController } from './sign-in.controller.js';
import { AccessGuard } from './access.guard.js';
import { BearerTokens } from './bearer-tokens.js';
import { IdentityProvider } from './identity-provider.js';
import { SignInGuard } from './sign-in.guard.js';

/** Who is it, and may they? Needs `Configuration`, `Directory` and `Offices` as global providers. */
@Module({
  controllers: [SignInController],
  providers: [
    {
      provide: IdentityProvider,
      useFactory: (configuration: Configuration, directory: Directory) =>
        IdentityProvider.start(configuration, directory),
      inject: [Configuration, Directory],
    },
    BearerTokens,
    SignInGuard,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class IdentityModule {}
