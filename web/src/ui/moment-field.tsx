import { useId } from 'react';
import { parseBuddhist, type DayEdge } from '../../../src/basics/thai-time.js';
import { useTexts } from '../i18n/language.js';

interface MomentFieldProps {
  readonly label: string;
  readonly value: string;
  readonly wrong: boolean;
  readonly onChange: (value: string) => void;
}

/** A date and time as people write it here: 07/11/2565 16:29:30, in Bangkok time. */
export const MomentField = ({ label, value, wrong, onChange }: MomentFieldProps) => {
  const t = useTexts();
  const errorId = useId();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="text"
        placeholder="31/12/2565 16:30:00"
        value={value}
        aria-invalid={wrong || undefined}
        aria-describedby={errorId}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={errorId} className="cell-error">
        {wrong ? t('audit.bad-time') : ''}
      </span>
    </label>
  );
};

export const readMoment = (text: string, edge: DayEdge): Date | undefined => parseBuddhist(text, edge);
