import { Module } from '@nestjs/common';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.js';

/** The answers of a round as files. */
@Module({ controllers: [ExportsController], providers: [Exports] })
export class ResultsModule {}
