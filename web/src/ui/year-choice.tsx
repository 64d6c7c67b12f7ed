import { useTexts } from '../i18n/language.js';

interface YearChoiceProps {
  /** Undefined before the years are known. */
  readonly year: number | undefined;
  readonly years: readonly number[];
  readonly onYear: (year: number) => void;
}

/** The round of the page. */
export const YearChoice = ({ year, years, onYear }: YearChoiceProps) => {
  const t = useTexts();
  return (
    <label className="field field-inline">
      <span>{t('list.fiscal-year')}</span>
      <select value={year ?? ''} onChange={(event) => onYear(Number(event.target.value))}>
        {years.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
};
