import type { JsonObject, JsonValue } from '../basics/json.js';
import { Problem } from './problem.js';

/** A body can be wrong in thousands of places: the first are enough to mend it by. */
const LISTED_VIOLATIONS = 50;
/** A questionnaire is mended as a whole, so it gets all of its faults, unless something else was sent by mistake. */
const LISTED_FAULTS = 1_000;
const listed = (violations: readonly JsonObject[]): readonly JsonObject[] =>
  violations.slice(0, LISTED_VIOLATIONS);

/** Every problem that the system can answer with, as a function of its details. Wording: `th.ts`, `en.ts`. */
export const problems = {
  // Identity and permission.
  notSignedIn: () => new Problem('not-signed-in', 401),
  invalidToken: () => new Problem('invalid-token', 401),
  tokenResting: () => new Problem('token-resting', 401),
  tokenReadsResults: () => new Problem('token-reads-results', 403),
  signInFailed: (reason: string) => new Problem('sign-in-failed', 401, { reason }),
  invalidLogoutToken: () => new Problem('invalid-logout-token', 400),
  signInUnavailable: () => new Problem('sign-in-unavailable', 503),
  noAccess: (signOutUrl: string | null = null) =>
    new Problem('no-access', 403, signOutUrl === null ? {} : { signOutUrl }),
  notAllowed: () => new Problem('not-allowed', 403),
  outOfScope: () => new Problem('out-of-scope', 403),
  crossSiteRequest: () => new Problem('cross-site-request', 403),

  // The requested thing does not exist.
  notFound: () => new Problem('not-found', 404),
  unknownCampaign: (fiscalYear: number) => new Problem('unknown-campaign', 404, { fiscalYear }),
  unknownLao: (laoCode: string) => new Problem('unknown-lao', 404, { laoCode }),
  unknownProvince: (provinceCode: string) => new Problem('unknown-province', 404, { provinceCode }),
  laoNotInCampaign: (laoCode: string, fiscalYear: number) =>
    new Problem('lao-not-in-campaign', 404, { laoCode, fiscalYear }),
  laoNotInProvince: (laoCode: string, provinceCode: string) =>
    new Problem('lao-not-in-province', 404, { laoCode, provinceCode }),
  provinceNotInCampaign: (provinceCode: string, fiscalYear: number) =>
    new Problem('province-not-in-campaign', 404, { provinceCode, fiscalYear }),
  unknownAspect: (aspectId: string) => new Problem('unknown-aspect', 404, { aspectId }),
  unknownGroup: (groupId: string) => new Problem('unknown-group', 422, { groupId }),
  unknownRow: (rowId: string) => new Problem('unknown-row', 404, { rowId }),
  unknownRows: (rowIds: readonly string[]) =>
    new Problem('unknown-rows', 422, { rowIds: rowIds.slice(0, LISTED_VIOLATIONS) }),
  unknownRevision: (revision: string) => new Problem('unknown-revision', 404, { revision }),
  noStandingCertification: () => new Problem('no-standing-certification', 404),
  notACertification: (revision: string) => new Problem('not-a-certification', 404, { revision }),
  unknownFingerprint: (fingerprint: string) => new Problem('unknown-fingerprint', 404, { fingerprint }),
  unknownPosition: (position: string) => new Problem('unknown-position', 404, { position }),
  unknownLogSize: (size: number, events: number) => new Problem('unknown-log-size', 404, { size, events }),
  noCheckpoint: () => new Problem('no-checkpoint', 404),
  resultsNotPublished: (fiscalYear: number) => new Problem('results-not-published', 404, { fiscalYear }),
  resultsWithdrawn: (fiscalYear: number, withdrawnAt: string) =>
    new Problem('results-withdrawn', 410, { fiscalYear, withdrawnAt }),
  resultsBeingPrepared: (fiscalYear: number) => new Problem('results-being-prepared', 503, { fiscalYear }),
  unknownToken: (id: string) => new Problem('unknown-token', 404, { id }),
  unknownPerson: (sub: string) => new Problem('unknown-person', 404, { sub }),
  unknownQuestionnaire: (version: string, status: 404 | 422 = 422) =>
    new Problem('unknown-questionnaire', status, { version }),

  // The request itself is wrong.
  invalidQuestionnaire: (violations: readonly JsonObject[]) =>
    new Problem('invalid-questionnaire', 422, {
      count: violations.length,
      violations: violations.slice(0, LISTED_FAULTS),
    }),
  workbookNotXlsx: () => new Problem('workbook-not-xlsx', 422),
  workbookEncrypted: () => new Problem('workbook-encrypted', 422),
  workbookDamaged: () => new Problem('workbook-damaged', 422),
  workbookTooLarge: () => new Problem('workbook-too-large', 422),
  workbookWithMacros: () => new Problem('workbook-with-macros', 422),
  workbookUnsafe: () => new Problem('workbook-unsafe', 422),
  workbookNotAForm: () => new Problem('workbook-not-a-form', 422),
  workbookOfAnotherForm: (details: {
    readonly laoCode: string;
    readonly fiscalYear: number;
    readonly questionnaireVersion: string;
  }) => new Problem('workbook-of-another-form', 422, details),
  workbookNewerThanForm: (revision: string, currentRevision: string) =>
    new Problem('workbook-newer-than-form', 409, { revision, currentRevision }),
  malformedJson: () => new Problem('malformed-json', 400),
  unsupportedMediaType: (accepted = 'application/json') =>
    new Problem('unsupported-media-type', 415, { accepted }),
  malformedRequest: () => new Problem('malformed-request', 400),
  requestTimeout: (seconds: number) => new Problem('request-timeout', 408, { seconds }),
  headersTooLarge: () => new Problem('headers-too-large', 431),
  invalidHost: () => new Problem('invalid-host', 400),
  methodNotAllowed: (allowed: readonly string[]) => new Problem('method-not-allowed', 405, { allowed }),
  bodyTooLarge: (limitBytes: number) => new Problem('body-too-large', 413, { limitBytes }),
  invalidRequest: (violations: readonly { readonly path: string; readonly message: string }[]) =>
    new Problem('invalid-request', 422, { violations: listed(violations) }),
  /** The group is too small to be shown to another LAO. */
  tooFewLaos: (fewest: number) => new Problem('too-few-laos', 422, { fewest }),
  momentToCome: (at: string) => new Problem('moment-to-come', 422, { at }),
  invalidAnswers: (violations: readonly JsonObject[]) =>
    new Problem('invalid-answers', 422, { violations: listed(violations) }),
  invalidTitle: (reason: string, maxLength: number) =>
    new Problem('invalid-title', 422, { reason, maxLength }),
  invalidReason: (reason: string, maxLength: number) =>
    new Problem('invalid-reason', 422, { reason, maxLength }),
  invalidNote: (rowId: string, reason: string, maxLength: number) =>
    new Problem('invalid-note', 422, { rowId, reason, maxLength }),
  /** A null names the survey as a whole. */
  unknownObjections: (rowIds: readonly (string | null)[]) =>
    new Problem('unknown-objections', 422, { rowIds: rowIds.slice(0, LISTED_VIOLATIONS) }),
  invalidFingerprint: () => new Problem('invalid-fingerprint', 422),
  invalidName: (reason: string, maxLength: number) => new Problem('invalid-name', 422, { reason, maxLength }),
  reasonNamesPerson: () => new Problem('reason-names-person', 422),
  invalidIfMatch: (value: string) => new Problem('invalid-if-match', 400, { value }),
  preconditionRequired: () => new Problem('precondition-required', 428),
  invalidIdempotencyKey: (maxLength: number) => new Problem('invalid-idempotency-key', 400, { maxLength }),
  idempotencyKeyReused: () => new Problem('idempotency-key-reused', 422),
  invalidOdataFilter: (place: number, found: string) =>
    new Problem('invalid-odata-filter', 400, { place, found: found.slice(0, 100) }),
  invalidOdataOption: (option: string) =>
    new Problem('invalid-odata-option', 400, { option: option.slice(0, 100) }),
  odataNotSupported: (what: string) => new Problem('odata-not-supported', 501, { what: what.slice(0, 100) }),
  odataCountTooCostly: (limit: number) => new Problem('odata-count-too-costly', 501, { limit }),
  tooManyRequests: (retryAfterSeconds: number) =>
    new Problem('too-many-requests', 429, { retryAfterSeconds }),

  // The rules of the survey refuse it.
  revisionConflict: (details: {
    readonly expectedRevision: string;
    readonly currentRevision: string;
    readonly changes: readonly JsonObject[];
  }) => new Problem('revision-conflict', 412, details),
  provinceChanged: (details: {
    readonly expectedRevision: string;
    readonly currentRevision: string;
    readonly changes: readonly JsonObject[];
  }) => new Problem('province-changed', 412, details),
  concurrentChange: () => new Problem('concurrent-change', 409),
  campaignExists: (fiscalYear: number) => new Problem('campaign-exists', 409, { fiscalYear }),
  questionnairePublished: (version: string, publishedAt: string) =>
    new Problem('questionnaire-published', 409, { version, publishedAt }),
  campaignNotOpenYet: (fiscalYear: number, opensAt: string) =>
    new Problem('campaign-not-open-yet', 409, { fiscalYear, opensAt }),
  campaignClosed: (fiscalYear: number, closesAt: string) =>
    new Problem('campaign-closed', 409, { fiscalYear, closesAt }),
  campaignClosing: (fiscalYear: number) => new Problem('campaign-closing', 409, { fiscalYear }),
  campaignStillOpen: (fiscalYear: number, closesAt: string) =>
    new Problem('campaign-still-open', 409, { fiscalYear, closesAt }),
  campaignAlreadyClosed: (fiscalYear: number) => new Problem('campaign-already-closed', 409, { fiscalYear }),
  invalidWindow: (reason: string) => new Problem('invalid-window', 422, { reason }),
  surveyLocked: (certifiedAt: string) => new Problem('survey-locked', 409, { certifiedAt }),
  surveyAlreadyCertified: (certifiedAt: string) =>
    new Problem('survey-already-certified', 409, { certifiedAt }),
  surveyIncomplete: (aspects: readonly JsonObject[]) => new Problem('survey-incomplete', 409, { aspects }),
  surveyNotCertified: (laoCode: string) => new Problem('survey-not-certified', 409, { laoCode }),
  certificationNotStanding: (laoCode: string) => new Problem('certification-not-standing', 409, { laoCode }),
  surveyAlreadyReviewed: (laoCode: string) => new Problem('survey-already-reviewed', 409, { laoCode }),
  /** A null names the survey as a whole. */
  objectionsUnanswered: (rowIds: readonly (string | null)[]) =>
    new Problem('objections-unanswered', 409, { rowIds }),
  titleUnchanged: (rowId: string) => new Problem('title-unchanged', 409, { rowId }),
  standardRow: (rowId: string) => new Problem('standard-row', 409, { rowId }),
  tooManyRows: (limit: number) => new Problem('too-many-rows', 409, { limit }),
  tooManyTokens: (limit: number) => new Problem('too-many-tokens', 409, { limit }),
  personErased: (since: string) => new Problem('person-erased', 409, { since }),
  provinceIncomplete: (missing: readonly JsonObject[]) =>
    new Problem('province-incomplete', 409, { count: missing.length, missing }),
  provinceCertified: (provinceCode: string, certifiedAt: string) =>
    new Problem('province-certified', 409, { provinceCode, certifiedAt }),
  provincesEnrolled: (fiscalYear: number) => new Problem('provinces-enrolled', 409, { fiscalYear }),
  laoEnrolled: (laoCode: string) => new Problem('lao-enrolled', 409, { laoCode }),
  laoWithdrawn: (laoCode: string, successorCode: string | null, successorName = '') =>
    new Problem('lao-withdrawn', 409, {
      laoCode,
      successorCode,
      successor: successorCode === null ? '–' : `${successorName} (${successorCode})`,
    }),
  rosterMoved: (laoCode: string) => new Problem('roster-moved', 409, { laoCode }),
  provinceNotCertified: (provinceCode: string) =>
    new Problem('province-not-certified', 409, { provinceCode }),

  // The system cannot do it now.
  readModelBehind: (after: string) => new Problem('read-model-behind', 503, { after }),
  writingStopped: (reason: string) => new Problem('writing-stopped', 503, { reason }),
  readModelsRebuilding: () => new Problem('read-models-rebuilding', 503),
  storeUnavailable: (reason: string) => new Problem('store-unavailable', 503, { reason }),
  shuttingDown: () => new Problem('shutting-down', 503),
  recordDamaged: (details: { readonly stream: string; readonly revision: string; readonly damage: string }) =>
    new Problem('record-damaged', 500, details),
  logTampered: ({ th, en }: { readonly th: string; readonly en: string }) =>
    new Problem('log-tampered', 500, { faultTh: th, faultEn: en }),
  internal: (details: { readonly [key: string]: JsonValue } = {}) =>
    new Problem('internal-error', 500, details),
};
