import { Module, type DynamicModule } from '@nestjs/common';
import { PersonalTokens } from '../identity/personal-tokens.js';
import { AccessTokensController } from './access-tokens.controller.js';
import { AccessTokens } from './access-tokens.js';
import { TokenStore } from './token-store.js';

/** Provides the personal tokens of the opened store to the guard of every request. Needs `Clock` as a global provider. */
@Module({ controllers: [AccessTokensController] })
export class AccessTokensModule {
  static of(store: TokenStore): DynamicModule {
    return {
      module: AccessTokensModule,
      global: true,
      providers: [
        { provide: TokenStore, useValue: store },
        AccessTokens,
        { provide: PersonalTokens, useExisting: AccessTokens },
      ],
      exports: [PersonalTokens],
    };
  }
}
