import { useTexts } from '../i18n/language.js';
import { useRound } from './use-round.js';

/** The round of the page. */
export const YearChoice = ({
  year,
  onYear,
}: {
  readonly year: number;
  readonly onYear: (year: number) => void;
}) => {
  const t = useTexts();
  const { years } = useRound();
  return (
    <label className="field field-inline">
      <span>{t('list.fiscal-year')}</span>
      <select value={year} onChange={(event) => onYear(Number(event.target.value))}>
        {years.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
};
