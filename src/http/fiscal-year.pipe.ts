import { Injectable, type PipeTransform } from '@nestjs/common';
import { problems } from '../problems/catalogue.js';

/** A Buddhist-era year in a path. Any text that is not four digits is answered like a campaign that does not exist. */
@Injectable()
export class FiscalYearPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const year = Number(value);
    if (!/^\d{4}$/.test(value)) throw problems.unknownCampaign(Number.isFinite(year) ? year : 0);
    return year;
  }
}
