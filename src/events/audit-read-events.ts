/** What a reader looked at. A new endpoint that shows audit data adds its kind here; the screens then require its name. */
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
  'answers-export',
  'results',
  'readings',
  'person',
] as const;

export type AuditReadKind = (typeof auditReadKinds)[number];

/**
 * A person outside the LAO's own staff read audit data. The metadata holds who, in which request and when. The same
 * look is recorded once: further pages of a list, or moments of a slider, within minutes make no further event.
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

/** Events of the stream of one reader's day. */
export type AuditReadEvent = AuditDataRead;
