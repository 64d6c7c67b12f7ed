/** What somebody looked at. A new endpoint that shows audit data adds its kind here; the screens then ask for its name. */
export const auditReadKinds = [
  'survey-history',
  'province-history',
  'campaign-history',
  'certification-times',
  'survey-at',
  'province-at',
  'surveys-at',
  'progress-at',
  'survey-difference',
  'province-difference',
  'verification',
  'proof',
  'comparison',
  'receipt',
  'certified-data',
  'evidence-package',
  'readings',
  'person',
] as const;

export type AuditReadKind = (typeof auditReadKinds)[number];

/**
 * Somebody other than the LAO's own staff read audit data. Who, by which request and when stands in the metadata. It is recorded once for
 * the same look: the pages of a list and the moments of a slider that follow within minutes are no events of their own.
 */
export interface AuditDataRead {
  readonly type: 'AuditDataRead';
  readonly data: {
    readonly kind: AuditReadKind;
    /** Whose data: null where it was not about one year, one province or one LAO. */
    readonly fiscalYear: number | null;
    readonly provinceCode: string | null;
    readonly laoCode: string | null;
    /** What the reader narrowed it down to, by the query's own names. Never a name of a person. */
    readonly filter: { readonly [name: string]: string };
  };
}

/** What can happen in the stream of one reader's day. */
export type AuditReadEvent = AuditDataRead;
