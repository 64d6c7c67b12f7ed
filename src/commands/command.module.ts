import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DecideAndAppend } from './decide-and-append.js';

@Global()
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [DecideAndAppend],
  exports: [DecideAndAppend],
})
export class CommandsModule {}
