import { certifications } from '../../../projections/read-models/certifications.js';
import { provinceStatuses } from '../../../projections/read-models/province-statuses.js';
import { rosters } from '../../../projections/read-models/rosters.js';
import type { Projection } from '../../../projections/engine/projection.js';
import type { ReadStore } from '../../../projections/read-store/read-store.js';
import { replay } from '../../../projections/replay/replay.js';
import { surveyForm, surveyForms } from '../../../projections/read-models/survey-forms.js';
import type { RecordedEvent } from '../../events/recorded-event.js';
import type { EventStore } from '../../event-store/event-store.js';
import { canonicalJson } from '../../event-store/hash-chain.js';
import { campaignStream, provinceStream, questionnaireStream, surveyStream } from '../../events/streams.js';
import { toEventIn } from '../../events/upcasting.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import type { LogTree } from '../tree/log-tree.js';
import { laoCertifications, provinceCertifications, type ReceiptFrame } from './package-certifications.js';
import type { PackageScope, ProvinceScope } from './package-scope.js';
import type { PackageFile } from './package-zip.js';

interface StreamsOptions extends ReceiptFrame {
  readonly log: Pick<EventStore, 'readStream'>;
  readonly tree: LogTree;
  readonly checkpoint: Checkpoint;
  readonly scope: PackageScope;
  readonly provinces: readonly ProvinceScope[];
}

/** What a receipt is made of. */
const papers = [certifications, rosters, provinceStatuses];

/** Reads the streams in scope up to the checkpoint, one at a time, and makes the package's files of each. */
export class PackageStreams {
  /** Names of the streams that have events, among those read so far. */
  readonly names: string[] = [];
  private readonly places: number[] = [];

  constructor(private readonly options: StreamsOptions) {}

  /** Places in the whole log, from 0, of the events read so far, ascending. */
  get indexes(): readonly number[] {
    return this.places.toSorted((one, other) => one - other);
  }

  async *files(): AsyncGenerator<PackageFile> {
    const campaign = campaignStream(this.options.scope.fiscalYear);
    const round = await this.read(campaign);
    yield* this.events(campaign, round);
    for (const stream of pinnedBy(round)) yield* this.events(stream, await this.read(stream));
    for (const province of this.options.provinces) yield* this.province(province);
  }

  private async *province({ provinceCode, laoCodes }: ProvinceScope): AsyncGenerator<PackageFile> {
    const { scope } = this.options;
    const province = { fiscalYear: scope.fiscalYear, provinceCode };
    const stream = provinceStream(scope.fiscalYear, provinceCode);
    const acts = await this.read(stream);
    yield* this.events(stream, acts);
    const certified: RecordedEvent[] = [];
    for (const laoCode of laoCodes) certified.push(...(yield* this.survey(laoCode, acts)));
    const store = await replayed([...certified, ...acts], papers);
    yield* provinceCertifications(province, store, this.options, scope.kind !== 'survey');
  }

  /** @returns the LAO's certifications. */
  private async *survey(
    laoCode: string,
    acts: readonly RecordedEvent[],
  ): AsyncGenerator<PackageFile, readonly RecordedEvent[]> {
    const { fiscalYear } = this.options.scope;
    const stream = surveyStream(fiscalYear, laoCode);
    const own = await this.read(stream);
    yield* this.events(stream, own);
    const store = await replayed([...own, ...acts], [surveyForms, ...papers]);
    const form = await surveyForm(store, fiscalYear, laoCode);
    yield { name: `read-model/${stream}.json`, bytes: Buffer.from(canonicalJson(form)) };
    const events = own.map((event) => toEventIn('survey', event));
    yield* laoCertifications({ fiscalYear, laoCode }, store, events, this.options);
    return own.filter(({ type }) => type === 'LaoCertified');
  }

  /** One line for each event: what its hash covers, the hash, and its place in the whole log. */
  private *events(stream: string, recorded: readonly RecordedEvent[]): Generator<PackageFile> {
    if (recorded.length === 0) return;
    const lines = recorded.map(({ data, id, metadata, position, revision, type }) => {
      const { hash, ...rest } = metadata;
      const index = this.options.tree.indexOf(position)!;
      this.places.push(index);
      const event = { data, id, metadata: rest, revision: revision.toString(), stream, type };
      return `${canonicalJson({ event, hash, index, position: position.toString() })}\n`;
    });
    this.names.push(stream);
    yield { name: `events/${stream}.jsonl`, bytes: Buffer.from(lines.join('')) };
  }

  private async read(stream: string): Promise<readonly RecordedEvent[]> {
    const events = await this.options.log.readStream(stream);
    return events.filter(({ position }) => position <= this.options.checkpoint.position);
  }
}

/** The stream of the questionnaire that the round pins: it says what the answers answer. */
const pinnedBy = (round: readonly RecordedEvent[]): readonly string[] =>
  round
    .map((event) => toEventIn('campaign', event))
    .flatMap((event) =>
      event.type === 'CampaignOpened' ? [questionnaireStream(event.data.questionnaireVersion)] : [],
    );

/** The read models built from these streams alone. */
const replayed = (events: readonly RecordedEvent[], projections: readonly Projection[]): Promise<ReadStore> =>
  replay(
    projections,
    events.toSorted((one, other) => (one.position < other.position ? -1 : 1)),
  );
