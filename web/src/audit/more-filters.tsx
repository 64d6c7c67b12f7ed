import type { ReactNode } from 'react';
import { typesIn } from '../../../src/events/event-types.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { titleOf } from '../i18n/language.js';
import type { TrailFilter } from './trail-filter.js';
import { useTexts } from './texts.js';

interface MoreFiltersProps {
  readonly draft: TrailFilter;
  readonly questionnaire: Questionnaire;
  readonly isOpen: boolean;
  readonly onChange: (draft: TrailFilter) => void;
  readonly children: ReactNode;
}

/** What is asked for seldom: one kind of event, one row by choice, one account, exact times. */
export const MoreFilters = ({ draft, questionnaire, isOpen, onChange, children }: MoreFiltersProps) => {
  const t = useTexts();
  const aspect = questionnaire.aspects.find(({ id }) => id === draft.aspect);
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
          onChange({ ...draft, [name]: value, ...(name === 'aspect' && { row: '' }) })
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
    <details className="more-filters" open={isOpen}>
      <summary>{t('audit.more')}</summary>
      <div className="filter-fields">
        {select(
          'type',
          t('audit.event'),
          typesIn('survey', 'province', 'campaign', 'questionnaire').map((type) => [
            type,
            t(`event.${type}`),
          ]),
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
            onChange={({ target: { value } }) => onChange({ ...draft, sub: value.trim() })}
          />
        </label>
        {children}
      </div>
    </details>
  );
};
