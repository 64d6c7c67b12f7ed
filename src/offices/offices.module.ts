import { Global, Module } from '@nestjs/common';
import { Offices } from './offices.js';

@Global()
@Module({ providers: [Offices], exports: [Offices] })
export class OfficesModule {}
