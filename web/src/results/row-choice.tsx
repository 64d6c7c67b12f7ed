import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { rowsOf } from '../../../src/questionnaire/questionnaire.js';
import { titleOf } from '../i18n/language.js';
import { useTexts } from './texts.js';

interface RowChoiceProps {
  readonly questionnaire: Questionnaire;
  readonly row: string;
  readonly onRow: (row: string) => void;
}

/** The charts below are about all services together, or about one. */
export const RowChoice = ({ questionnaire, row, onRow }: RowChoiceProps) => {
  const t = useTexts();
  return (
    <label className="field row-choice">
      <span>{t('row.choice')}</span>
      <select value={row} onChange={(event) => onRow(event.target.value)}>
        <option value="">{t('row.all')}</option>
        {questionnaire.aspects
          .map((aspect) => ({ aspect, rows: rowsOf(aspect) }))
          .filter(({ rows }) => rows.length > 0)
          .map(({ aspect, rows }) => (
            <optgroup key={aspect.id} label={`${aspect.number}. ${titleOf(aspect)}`}>
              {rows.map((each) => (
                <option key={each.id} value={each.id}>
                  {titleOf(each)}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
    </label>
  );
};
