import { formatCount } from '../i18n/language.js';
import { deskStateNames, laosInView, useDeskView, type DeskLao, type DeskState } from './view.js';
import { useTexts } from './texts.js';

interface DeskFiltersProps {
  readonly laos: readonly DeskLao[];
  readonly shown: number;
}

/** The list follows each key and each choice. */
export const DeskFilters = ({ laos, shown }: DeskFiltersProps) => {
  const t = useTexts();
  const [view, change] = useDeskView();
  const count = (state: DeskState): string =>
    formatCount(laosInView(laos, { q: '', state, sort: '' }).length);
  return (
    <search className="desk-filters">
      <label className="field field-inline">
        <span>{t('desk.find')}</span>
        <input type="search" value={view.q} onChange={({ target: { value } }) => change({ q: value })} />
      </label>
      <label className="field field-inline">
        <span>{t('desk.state')}</span>
        <select
          value={view.state}
          onChange={({ target: { value } }) =>
            change({ state: deskStateNames.find((name) => name === value) ?? '' })
          }
        >
          <option value="">{t('list.filter.all')}</option>
          {deskStateNames.map((state) => (
            <option key={state} value={state}>
              {t('desk.state-count', { state: t(`desk.state.${state}`), count: count(state) })}
            </option>
          ))}
        </select>
      </label>
      <span role="status">
        {t('desk.shown', { shown: formatCount(shown), total: formatCount(laos.length) })}
      </span>
    </search>
  );
};
