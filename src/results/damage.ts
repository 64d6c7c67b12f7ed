import { collectionName } from '../../projections/engine/collection-name.js';
import {
  parkedStreams,
  type ParkedStream,
  type ParkedStreams,
} from '../../projections/engine/checkpoints.js';
import { answers } from '../../projections/read-models/answers.js';
import { roundStates } from '../../projections/read-models/round-states.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { parseStream, provinceOf } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';

/**
 * The streams of a round with an event up to the position that could not be applied: what is read lacks it, and all that follow in its
 * stream.
 */
export const damagedStreams = async (
  store: ReadStore,
  fiscalYear: number,
  position: bigint,
): Promise<readonly ParkedStream[]> => {
  const collections = [answers, roundStates].map(collectionName);
  const found = await store.find<ParkedStreams>(parkedStreams, { _id: { oneOf: collections } });
  const behind = found
    .flatMap((each) => each.streams ?? [])
    .filter((each) => isOf(each, fiscalYear) && BigInt(each.position) <= position);
  return [...new Map(behind.map((each) => [each.stream, each])).values()];
};

const isOf = ({ stream }: ParkedStream, fiscalYear: number): boolean => {
  const subject = parseStream(stream);
  return subject !== undefined && 'fiscalYear' in subject && subject.fiscalYear === fiscalYear;
};

/** Whether the stream says something about LAOs of these provinces, or about the one LAO. */
export const concerns = (
  { stream }: ParkedStream,
  provinceCodes: readonly string[],
  laoCode: string | undefined,
): boolean => {
  const subject = parseStream(stream);
  if (subject?.category === 'province') return provinceCodes.includes(subject.provinceCode);
  if (subject?.category !== 'survey') return subject?.category === 'campaign';
  return laoCode === undefined
    ? provinceCodes.includes(provinceOf(subject.laoCode))
    : subject.laoCode === laoCode;
};

/**
 * Rows without the answers behind an event that cannot be read would be taken for the whole.
 * @throws Problem `record-damaged`
 */
export const requireWhole = async (
  store: ReadStore,
  {
    fiscalYear,
    provinces,
    laoCode,
  }: {
    readonly fiscalYear: number;
    readonly provinces: readonly { readonly provinceCode: string }[];
    readonly laoCode?: string | undefined;
  },
  position: bigint,
): Promise<void> => {
  const codes = provinces.map(({ provinceCode }) => provinceCode);
  const damaged = await damagedStreams(store, fiscalYear, position);
  const [first] = damaged.filter((each) => concerns(each, codes, laoCode));
  if (!first) return;
  const { stream, revision } = first;
  throw problems.recordDamaged({ stream, revision, damage: 'unreadable' });
};
