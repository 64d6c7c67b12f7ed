/** Whose events: one survey's, one province's, or the whole campaign's. */
export interface Scope {
  readonly year: number;
  readonly province?: string | undefined;
  readonly lao?: string | undefined;
}

/** The page of a scope. */
export const scopePath = ({ year, province, lao }: Scope): string => {
  if (lao) return `/audit/${year}/${lao}`;
  return province ? `/audit/${year}/province/${province}` : `/audit/${year}`;
};

/** The calls of a scope begin with it. */
export const scopeCall = ({ year, province, lao }: Scope): string => {
  if (lao) return `/api/audit/surveys/${year}/${lao}`;
  return province ? `/api/audit/provinces/${province}/${year}` : `/api/audit/campaigns/${year}`;
};
