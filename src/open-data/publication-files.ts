import { createReadStream, type ReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { statusesOfProvince } from '../../projections/read-models/lao-statuses.js';
import { listProvinceStatuses } from '../../projections/read-models/province-statuses.js';
import { Configuration } from '../configuration/configuration.js';
import type { ResultFile } from '../events/campaign-events.js';
import { Past } from '../past/past.js';
import { answerRows } from '../results/answer-row.js';
import { requireWhole } from '../results/damage.js';
import { laoResults } from '../results/lao-results.js';
import { ResultYears } from '../results/result-years.js';
import { Aggregates } from './aggregates.js';
import { publicRow, publicRows } from './public-rows.js';
import { formats, ResultFileWriter } from './result-files.js';

/** How the files are written. Other bytes for the same log need another number, and the code that still writes the older ones. */
export const FORMAT = 1;

/** Rows that are written at once. */
const PORTION = 2_000;

/** What the files are made from. */
interface Source {
  readonly fiscalYear: number;
  readonly position: string;
}

/** The files no longer come out as they were published. The log, or the code that writes them, was changed. */
export class PublishedFilesDiffer extends Error {
  override readonly name = 'PublishedFilesDiffer';
}

/**
 * Makes the files of a publication from the log, and keeps them by their hash. Every process can make them anew: the same position gives
 * the same bytes.
 */
@Injectable()
export class PublicationFiles {
  private readonly folder: string;
  private making: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly past: Past,
    private readonly years: ResultYears,
    { dataDir }: Configuration,
  ) {
    this.folder = join(dataDir, 'open-data');
  }

  /** One publication at a time. @throws Problem `record-damaged`, and what `Points.find` throws */
  make(source: Source): Promise<readonly ResultFile[]> {
    const made = this.making.then(() => this.makeNow(source));
    this.making = made.catch(() => undefined);
    return made;
  }

  /** @throws PublishedFilesDiffer */
  async open(source: Source, { sha256 }: ResultFile): Promise<ReadStream> {
    const path = join(this.folder, sha256);
    const isKept = await access(path).then(
      () => true,
      () => false,
    );
    if (!isKept && !(await this.make(source)).some((file) => file.sha256 === sha256)) {
      throw new PublishedFilesDiffer(
        `no file of ${source.fiscalYear} at ${source.position} has the hash ${sha256}`,
      );
    }
    return createReadStream(path);
  }

  private async makeNow(source: Source): Promise<readonly ResultFile[]> {
    await mkdir(this.folder, { recursive: true });
    const unfinished = await mkdtemp(join(this.folder, 'unfinished-'));
    const opened: { readonly path: string; readonly writer: ResultFileWriter }[] = [];
    const writersOf = async (table: string): Promise<readonly ResultFileWriter[]> => {
      const writers: ResultFileWriter[] = [];
      for (const format of formats) {
        const path = join(unfinished, `${table}.${format}`);
        const writer = await ResultFileWriter.create(path, table, format);
        opened.push({ path, writer });
        writers.push(writer);
      }
      return writers;
    };
    try {
      await this.write(source, { answers: await writersOf('answers'), sums: await writersOf('aggregates') });
      const files: ResultFile[] = [];
      for (const { writer, path } of opened) {
        const file = await writer.end();
        await rename(path, join(this.folder, file.sha256));
        files.push(file);
      }
      return files;
    } catch (error) {
      await Promise.allSettled(opened.map(({ writer }) => writer.close()));
      throw error;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }

  private async write(
    { fiscalYear, position }: Source,
    {
      answers,
      sums,
    }: { readonly answers: readonly ResultFileWriter[]; readonly sums: readonly ResultFileWriter[] },
  ): Promise<void> {
    const point = await this.past.points.find({ kind: 'position', position: BigInt(position) });
    const { rounds, questionnaire } = await this.years.round(fiscalYear, point);
    const provinces = await listProvinceStatuses(rounds, fiscalYear);
    await requireWhole(this.past.store, { fiscalYear, provinces }, point.position);
    const aggregates = new Aggregates(questionnaire);
    for (const province of provinces) {
      const { region, provinceCode, name } = province;
      const placeOf = (laoType: string) => ({ region, provinceCode, province: name, laoType });
      for (const { type } of await statusesOfProvince(rounds, fiscalYear, provinceCode))
        aggregates.ask(placeOf(type));
      const scope = { fiscalYear, provinces: [province], status: 'certified' } as const;
      for await (const portion of laoResults(this.past, rounds, point, scope)) {
        for (const lao of portion) {
          const rows = publicRows(answerRows(lao, questionnaire));
          aggregates.certify(placeOf(lao.status.type), rows);
          for (const writer of answers) await writer.write(rows.map(publicRow));
        }
      }
    }
    const summed = [...aggregates.rows()];
    for (let from = 0; from < summed.length; from += PORTION) {
      for (const writer of sums) await writer.write(summed.slice(from, from + PORTION));
    }
  }
}
