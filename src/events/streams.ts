/** One LAO's survey of one year. */
export interface SurveyKey {
  readonly fiscalYear: number;
  readonly laoCode: string;
}

/** A province in one year. */
export interface ProvinceKey {
  readonly fiscalYear: number;
  readonly provinceCode: string;
}

/** The province of an LAO: digits 3 and 4 of its code. The loader of the directory refuses an LAO whose code says another. */
export const provinceOf = (laoCode: string): string => laoCode.slice(2, 4);

/** Stream names. The category is the part before the first `-`. */
export const surveyStream = (fiscalYear: number, laoCode: string): string =>
  `survey-${fiscalYear}.${laoCode}`;
export const provinceStream = (fiscalYear: number, provinceCode: string): string =>
  `province-${fiscalYear}.${provinceCode}`;
export const campaignStream = (fiscalYear: number): string => `campaign-${fiscalYear}`;
/** One version of the questionnaire: `questionnaire-2565.1`. */
export const questionnaireStream = (version: string): string => `questionnaire-${version}`;
/** What one person looked at on one day (`2022-11-07`, UTC). Readers never share a stream, and each stream stays short. */
export const auditReadStream = (day: string, sub: string): string =>
  `reading-${day}.${encodeURIComponent(sub)}`;
/** The corrections and erasures of one person's data. */
export const personStream = (sub: string): string => `person-${encodeURIComponent(sub)}`;

export type StreamName =
  | ({ readonly category: 'survey' } & SurveyKey)
  | ({ readonly category: 'province' } & ProvinceKey)
  | { readonly category: 'campaign'; readonly fiscalYear: number }
  | { readonly category: 'questionnaire'; readonly version: string }
  | { readonly category: 'reading' }
  | { readonly category: 'person' };

const pattern =
  /^(?:(survey|province)-(\d{4})\.(\d+)|campaign-(\d{4})|questionnaire-(\d{4}\.\d+)|(reading)-\d{4}-\d\d-\d\d\..+|(person)-.+)$/;

/** What a stream is about, or undefined for a stream that is not the survey's (system streams, other tenants of a server). */
export const parseStream = (stream: string): StreamName | undefined => {
  const match = pattern.exec(stream);
  if (!match) return undefined;
  const [, category, year, code, campaignYear, version, reading, person] = match;
  if (campaignYear !== undefined) return { category: 'campaign', fiscalYear: Number(campaignYear) };
  if (version !== undefined) return { category: 'questionnaire', version };
  if (reading !== undefined) return { category: 'reading' };
  if (person !== undefined) return { category: 'person' };
  if (category === 'survey') return { category, fiscalYear: Number(year), laoCode: code! };
  return { category: 'province', fiscalYear: Number(year), provinceCode: code! };
};

/** The prefixes of the survey's streams. A server may hold other streams. */
export const streamPrefixes = [
  'survey-',
  'province-',
  'campaign-',
  'questionnaire-',
  'reading-',
  'person-',
] as const;
