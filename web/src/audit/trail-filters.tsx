import { useState, type SyntheticEvent } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { formatBuddhist } from '../../../src/basics/thai-time.js';
import { MomentField, readMoment } from '../ui/moment-field.js';
import { dayOf, dayParts, periodOf, presetPeriod, presets, type DayPart, type Period } from './day.js';
import { MoreFilters } from './more-filters.js';
import { noFilter, type TrailFilter } from './trail-filter.js';
import { useTexts } from './texts.js';

interface TrailFiltersProps {
  readonly filter: TrailFilter;
  readonly questionnaire: Questionnaire;
  readonly onSearch: (filter: TrailFilter) => void;
}

const typed = (iso: string): string => (iso ? formatBuddhist(new Date(iso)) : '');

/** One search for what, where and who, and one for the day. It starts with the button, Enter, or a preset. */
export const TrailFilters = ({ filter, questionnaire, onSearch }: TrailFiltersProps) => {
  const t = useTexts();
  const shown = dayOf(filter);
  const [draft, setDraft] = useState(filter);
  const [day, setDay] = useState(shown?.day ?? '');
  const [part, setPart] = useState<DayPart>(shown?.part ?? 'whole');
  const [times, setTimes] = useState(
    shown ? { from: '', to: '' } : { from: typed(filter.from), to: typed(filter.to) },
  );
  const [wrong, setWrong] = useState({ day: false, from: false, to: false });

  const search = (event: SyntheticEvent): void => {
    event.preventDefault();
    const whole = day === '' ? undefined : periodOf(day, part);
    const read = { from: readMoment(times.from, 'start'), to: readMoment(times.to, 'end') };
    const failed = {
      day: day !== '' && !whole,
      from: times.from !== '' && !read.from,
      to: times.to !== '' && !read.to,
    };
    setWrong(failed);
    if (failed.day || failed.from || failed.to) return;
    const period: Period = whole ?? {
      from: read.from?.toISOString() ?? '',
      to: read.to?.toISOString() ?? '',
    };
    onSearch({ ...draft, ...period });
  };

  return (
    <form className="filters" onSubmit={search} role="search" aria-label={t('list.filter.title')}>
      <div className="filter-fields trail-question">
        <label className="field">
          <span>{t('audit.q')}</span>
          <input
            type="search"
            value={draft.q}
            placeholder={t('audit.q.example')}
            onChange={({ target: { value } }) => setDraft({ ...draft, q: value })}
          />
        </label>
        <MomentField label={t('audit.day')} value={day} wrong={wrong.day} time={null} onChange={setDay} />
        <label className="field">
          <span>{t('audit.day-part')}</span>
          <select
            value={part}
            onChange={({ target: { value } }) => setPart(dayParts.find((each) => each === value) ?? 'whole')}
          >
            {dayParts.map((each) => (
              <option key={each} value={each}>
                {t(`audit.day-part.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="filter-actions">
        <button className="button button-primary" type="submit">
          {t('list.search')}
        </button>
        {presets.map((preset) => (
          <button
            key={preset}
            className="button"
            type="button"
            onClick={() => onSearch({ ...draft, ...presetPeriod(preset, new Date()) })}
          >
            {t(`audit.preset.${preset}`)}
          </button>
        ))}
        <button className="button button-quiet" type="button" onClick={() => onSearch(noFilter)}>
          {t('list.show-all')}
        </button>
      </div>
      <MoreFilters
        draft={draft}
        questionnaire={questionnaire}
        isOpen={Boolean(filter.type || filter.aspect || filter.sub || times.from || times.to)}
        onChange={setDraft}
      >
        {(['from', 'to'] as const).map((end) => (
          <MomentField
            key={end}
            label={t(end === 'from' ? 'audit.from' : 'audit.to')}
            value={times[end]}
            wrong={wrong[end]}
            time={null}
            onChange={(value) => setTimes({ ...times, [end]: value })}
          />
        ))}
      </MoreFilters>
    </form>
  );
};
