import { useState } from 'react';
import { MomentField, readMoment } from '../ui/moment-field.js';
import { useTexts } from './texts.js';

export const TimeForm = ({ onTime }: { readonly onTime: (iso: string) => void }) => {
  const t = useTexts();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="time-form"
      onSubmit={(event) => {
        event.preventDefault();
        const time = readMoment(text, 'start');
        setWrong(!time);
        if (time) onTime(time.toISOString());
      }}
    >
      <MomentField label={t('audit.at-time')} value={text} wrong={wrong} time="23:59:59" onChange={setText} />
      <button type="submit" className="button">
        {t('audit.show')}
      </button>
    </form>
  );
};
