import { useId } from 'react';
import { formatBuddhist, parseBuddhist, type DayEdge } from '../../../src/basics/thai-time.js';
import { useTexts } from '../i18n/language.js';
import { CalendarButton } from './calendar-button.js';

interface MomentFieldProps {
  readonly label: string;
  readonly value: string;
  readonly wrong: boolean;
  /** The time of day of a day chosen in the calendar, `16:30:00`; null leaves the day alone. */
  readonly time: string | null;
  readonly onChange: (value: string) => void;
}

/** A date and time as people write it here: 07/11/2565 16:29:30, in Bangkok time; or a day from the calendar. */
export const MomentField = ({ label, value, wrong, time, onChange }: MomentFieldProps) => {
  const t = useTexts();
  const [inputId, errorId] = [useId(), useId()];
  return (
    <div className="field">
      <label htmlFor={inputId}>{label}</label>
      <span className="moment-field">
        <input
          id={inputId}
          type="text"
          placeholder={time === null ? '31/12/2565' : `31/12/2565 ${time}`}
          value={value}
          aria-invalid={wrong || undefined}
          aria-describedby={errorId}
          onChange={(event) => onChange(event.target.value)}
        />
        <CalendarButton
          label={t('calendar.open', { label })}
          day={parseBuddhist(value, 'start')}
          onDay={(day) => onChange([formatBuddhist(day, false), time].filter(Boolean).join(' '))}
        />
      </span>
      <span id={errorId} className="cell-error">
        {wrong ? t('audit.bad-time') : ''}
      </span>
    </div>
  );
};

export const readMoment = (text: string, edge: DayEdge): Date | undefined => parseBuddhist(text, edge);
