import { useState, type SyntheticEvent } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { formatBuddhist } from '../../../src/basics/thai-time.js';
import { titleOf, useTexts } from '../i18n/language.js';
import { MomentField, readMoment } from '../ui/moment-field.js';
import { typesIn } from '../../../src/events/event-types.js';
import { noFilter, type TrailFilter } from './trail-filter.js';

interface TrailFiltersProps {
  readonly filter: TrailFilter;
  readonly questionnaire: Questionnaire;
  readonly onSearch: (filter: TrailFilter) => void;
}

const typed = (iso: string): string => (iso ? formatBuddhist(new Date(iso)) : '');

/** The search starts with the button, not with a choice. */
export const TrailFilters = ({ filter, questionnaire, onSearch }: TrailFiltersProps) => {
  const t = useTexts();
  const [draft, setDraft] = useState(filter);
  const [times, setTimes] = useState({ from: typed(filter.from), to: typed(filter.to) });
  const [wrong, setWrong] = useState({ from: false, to: false });
  const aspect = questionnaire.aspects.find(({ id }) => id === draft.aspect);

  const search = (event: SyntheticEvent): void => {
    event.preventDefault();
    const read = { from: readMoment(times.from, 'start'), to: readMoment(times.to, 'end') };
    const failed = { from: times.from !== '' && !read.from, to: times.to !== '' && !read.to };
    setWrong(failed);
    if (failed.from || failed.to) return;
    onSearch({ ...draft, from: read.from?.toISOString() ?? '', to: read.to?.toISOString() ?? '' });
  };
  const clear = (): void => {
    setDraft(noFilter);
    setTimes({ from: '', to: '' });
    setWrong({ from: false, to: false });
    onSearch(noFilter);
  };
  const select = (
    name: 'type' | 'aspect' | 'row',
    label: string,
    options: readonly (readonly [value: string, text: string])[],
  ) => (
    <label className="field">
      <span>{label}</span>
      <select
        value={draft[name]}
        onChange={({ target: { value } }) =>
          setDraft({ ...draft, [name]: value, ...(name === 'aspect' && { row: '' }) })
        }
      >
        <option value="">{t('list.filter.all')}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );

  return (
    <form className="filters" onSubmit={search} role="search" aria-label={t('list.filter.title')}>
      <div className="filter-fields">
        {select(
          'type',
          t('audit.event'),
          typesIn('survey', 'province', 'campaign').map((type) => [type, t(`event.${type}`)]),
        )}
        {select(
          'aspect',
          t('form.aspects'),
          questionnaire.aspects.map((each) => [
            each.id,
            t('aspect.heading', { number: each.number, title: titleOf(each) }),
          ]),
        )}
        {aspect &&
          select(
            'row',
            t('audit.row'),
            aspect.groups.flatMap(({ rows }) => rows.map((row) => [row.id, titleOf(row)] as const)),
          )}
        <label className="field">
          <span>{t('audit.sub')}</span>
          <input
            type="text"
            value={draft.sub}
            onChange={({ target: { value } }) => setDraft({ ...draft, sub: value.trim() })}
          />
        </label>
        {(['from', 'to'] as const).map((end) => (
          <MomentField
            key={end}
            label={t(end === 'from' ? 'audit.from' : 'audit.to')}
            value={times[end]}
            wrong={wrong[end]}
            onChange={(value) => setTimes({ ...times, [end]: value })}
          />
        ))}
      </div>
      <div className="filter-actions">
        <button className="button button-primary" type="submit">
          {t('list.search')}
        </button>
        <button className="button" type="button" onClick={clear}>
          {t('list.show-all')}
        </button>
      </div>
    </form>
  );
};
