import { createHash } from 'node:crypto';
import { canonicalJson } from '../event-store/hash-chain.js';
import type { JsonObject } from '../basics/json.js';
import type { ProvinceCertified } from '../events/province-events.js';

/**
 * What a province certifies: `{fiscalYear, laos: [{certifiedRevision, fingerprint, laoCode}], provinceCode}`. The LAOs
 * are in the order of the event, by code. The province's receipt prints all of it.
 */
export const certifiedLaos = (
  subject: { readonly fiscalYear: number; readonly provinceCode: string },
  laos: ProvinceCertified['data']['laos'],
): JsonObject => ({
  ...subject,
  laos: laos.map(({ laoCode, certifiedRevision, fingerprint }) => ({
    laoCode,
    certifiedRevision,
    fingerprint,
  })),
});

/**
 * SHA-256 (hex) over the canonical JSON (RFC 8785) of what the province certifies. It is derived from the event, which
 * does not carry it.
 */
export const provinceFingerprint = (...certified: Parameters<typeof certifiedLaos>): string =>
  createHash('sha256')
    .update(canonicalJson(certifiedLaos(...certified)))
    .digest('hex');
