/** Stream names. The category is what stands before the first `-`. */
export const surveyStream = (fiscalYear: number, laoCode: string): string =>
  `survey-${fiscalYear}.${laoCode}`;
export const provinceStream = (fiscalYear: number, provinceCode: string): string =>
  `province-${fiscalYear}.${provinceCode}`;
export const campaignStream = (fiscalYear: number): string => `campaign-${fiscalYear}`;

export type StreamName =
  | { readonly category: 'survey'; readonly fiscalYear: number; readonly laoCode: string }
  | { readonly category: 'province'; readonly fiscalYear: number; readonly provinceCode: string }
  | { readonly category: 'campaign'; readonly fiscalYear: number };

const pattern = /^(?:(survey|province)-(\d{4})\.(\d+)|campaign-(\d{4}))$/;

/** What a stream is about, or undefined for a stream that is not the survey's (system streams, other tenants of a server). */
export const parseStream = (stream: string): StreamName | undefined => {
  const match = pattern.exec(stream);
  if (!match) return undefined;
  const [, category, year, code, campaignYear] = match;
  if (campaignYear !== undefined) return { category: 'campaign', fiscalYear: Number(campaignYear) };
  if (category === 'survey') return { category, fiscalYear: Number(year), laoCode: code! };
  return { category: 'province', fiscalYear: Number(year), provinceCode: code! };
};

/** How every stream of the survey's begins: a server may hold others. */
export const streamPrefixes = ['survey-', 'province-', 'campaign-'] as const;
