/** A part of a whole; null where there is no whole. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const whole = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

/** `62%`, and one more digit where a whole number would say none or all of a part. */
export const percent = (share: number | null): string => {
  if (share === null) return '–';
  const isRounded = share > 0 && share < 1 && (share < 0.005 || share >= 0.995);
  return isRounded ? tenth.format(Math.min(Math.max(share, 0.001), 0.999)) : whole.format(share);
};

/** A difference to one decimal with a sign that is also read aloud: `+3.2`. */
export const signed = (difference: number): string => {
  const rounded = Math.round(difference * 10) / 10;
  if (rounded === 0) return '±0';
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded).toFixed(1)}`;
};

/** The difference of two shares in percentage points. */
export const points = (now: number | null, before: number | null): string =>
  now === null || before === null ? '–' : signed((now - before) * 100);

/** To one decimal: `1,234` or `3.4`. */
export const decimal = (value: number | null): string =>
  value === null ? '–' : (Math.round(value * 10) / 10).toLocaleString('en-US');

/** LAOs that offer a service, of those that are asked. Of all services together: the mean number that an LAO offers. */
export const offeredPerLao = ({ offering, laos }: Offered): number | null => shareOf(offering, laos);
export interface Offered {
  readonly offering: number;
  readonly laos: number;
}
