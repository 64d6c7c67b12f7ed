import type { Actor } from '../../src/events/actor.js';
import { unknownEvent, type RecordedDomainEvent } from '../../src/events/domain-event.js';
import { isAbout, type EventAbout } from '../../src/events/event-types.js';
import { surveyStream } from '../../src/events/streams.js';
import { asJson, type JsonValue } from '../../src/basics/json.js';
import { provinceFingerprint } from '../../src/fingerprints/province-fingerprint.js';
import type { ProvinceCertified } from '../../src/events/province-events.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';

/** How a certification ended. */
export interface CertificationEnd {
  readonly how: 'returned' | 'revoked';
  readonly at: string;
  readonly position: string;
  readonly reason: string;
  readonly by: Actor;
}

/** One certification of an LAO or a province, including one that has ended. Receipts and their verification use it. */
export interface CertificationDocument extends Document {
  /** The office and year. `_id` is this value plus the revision, zero-padded so that ids sort. */
  readonly stream: string;
  readonly fiscalYear: number;
  /** Set for an LAO's certification, else null. */
  readonly laoCode: string | null;
  /** Set for a province's certification, else null. */
  readonly provinceCode: string | null;
  readonly revision: string;
  readonly position: string;
  readonly at: string;
  readonly by: Actor;
  readonly fingerprint: string;
  /** Set for an LAO's certification, else null. */
  readonly questionnaireVersion: string | null;
  /** The LAO certifications that a province's certification covers, by LAO code; null for an LAO's certification. */
  readonly laos: ProvinceCertified['data']['laos'] | null;
  /** Null while the certification is in force. */
  readonly ended: CertificationEnd | null;
}

const certificationId = (stream: string, revision: string): string =>
  `${stream}@${revision.padStart(20, '0')}`;

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!isAbout(event, 'certification')) return [];
  switch (event.type) {
    case 'LaoCertified': {
      const { fiscalYear, laoCode } = event.subject;
      const { fingerprint, questionnaireVersion } = event.data;
      const certified = { fiscalYear, laoCode, fingerprint, questionnaireVersion };
      return certificationWrite(event, { ...certified, provinceCode: null, laos: null });
    }
    case 'ProvinceCertified': {
      const { fiscalYear, provinceCode } = event.subject;
      const { laos } = event.data;
      const fingerprint = provinceFingerprint({ fiscalYear, provinceCode }, laos);
      const certified = { fiscalYear, provinceCode, fingerprint, laos };
      return certificationWrite(event, { ...certified, laoCode: null, questionnaireVersion: null });
    }
    case 'LaoReturned': {
      const { fiscalYear } = event.subject;
      return endWrite(event, surveyStream(fiscalYear, event.data.laoCode), 'returned');
    }
    case 'ProvinceCertificationRevoked':
      return endWrite(event, event.stream, 'revoked');
    default:
      return unknownEvent(event);
  }
};

const certificationWrite = (
  { stream, revision, position, metadata }: RecordedDomainEvent,
  certified: { readonly [field: string]: JsonValue },
): readonly Write[] => {
  const set = {
    ...certified,
    stream,
    revision: revision.toString(),
    position: position.toString(),
    at: metadata.time,
    by: asJson(metadata.actor),
    ended: null,
  };
  return [{ id: certificationId(stream, set.revision), set }];
};

const endWrite = (
  { metadata, position, data }: EventAbout<'certification'> & { readonly data: Ending },
  stream: string,
  how: CertificationEnd['how'],
): readonly Write[] => {
  const by = asJson(metadata.actor);
  const ended = { how, at: metadata.time, position: position.toString(), reason: data.reason, by };
  return [{ id: certificationId(stream, data.certifiedRevision), set: { ended } }];
};

interface Ending {
  readonly certifiedRevision: string;
  readonly reason: string;
}

export const certifications: Projection = {
  name: 'certifications',
  version: 2,
  indexes: [
    ['fiscalYear', '_id'],
    ['stream', '_id'],
    ['fingerprint', '_id'],
  ],
  project,
};
const collection = collectionName(certifications);

/** Undefined if that revision is not a certification. */
export const certificationAt = (
  store: ReadStore,
  stream: string,
  revision: string,
): Promise<CertificationDocument | undefined> =>
  store.findById<CertificationDocument>(collection, certificationId(stream, revision));

/** The office's last certification of that year, in force or not. */
export const latestCertification = async (
  store: ReadStore,
  stream: string,
): Promise<CertificationDocument | undefined> => {
  const [latest] = await store.find<CertificationDocument>(
    collection,
    { stream },
    { sort: { _id: -1 }, limit: 1 },
  );
  return latest;
};

/** All certifications of the office in the year, oldest first. */
export const certificationsOf = (
  store: ReadStore,
  stream: string,
): Promise<readonly CertificationDocument[]> =>
  store.find<CertificationDocument>(collection, { stream }, { sort: { _id: 1 } });

/** All certifications of the year; those of one office are in order. */
export const certificationsOfYear = (
  store: ReadStore,
  fiscalYear: number,
): Promise<readonly CertificationDocument[]> =>
  store.find<CertificationDocument>(collection, { fiscalYear }, { sort: { _id: 1 } });

/** All certifications of these offices and years; those of one office are in order. */
export const certificationsOfOffices = (
  store: ReadStore,
  streams: readonly string[],
): Promise<readonly CertificationDocument[]> =>
  store.find<CertificationDocument>(collection, { stream: { oneOf: streams } }, { sort: { _id: 1 } });

/** The LAO certifications that a province certification covers, in its order. */
export const coveredCertifications = async (
  store: ReadStore,
  { fiscalYear, laos }: CertificationDocument,
): Promise<readonly CertificationDocument[]> => {
  const ids = (laos ?? []).map((lao) =>
    certificationId(surveyStream(fiscalYear, lao.laoCode), lao.certifiedRevision),
  );
  return store.find<CertificationDocument>(collection, { _id: { oneOf: ids } }, { sort: { _id: 1 } });
};

/**
 * The last certification with this fingerprint. Certifying the same answers again gives the same fingerprint. The fingerprint includes
 * the office, so two offices never share one.
 */
export const certificationWith = async (
  store: ReadStore,
  fingerprint: string,
): Promise<CertificationDocument | undefined> => {
  const [last] = await store.find<CertificationDocument>(
    collection,
    { fingerprint },
    { sort: { _id: -1 }, limit: 1 },
  );
  return last;
};

export type Standing = 'stands' | 'superseded' | CertificationEnd['how'];

/** `superseded`: the certification ended, and the office has certified again since. */
export const standingOf = (certification: CertificationDocument, latest: CertificationDocument): Standing => {
  if (certification.ended === null) return 'stands';
  return latest._id === certification._id ? certification.ended.how : 'superseded';
};
