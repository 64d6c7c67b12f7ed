import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/calls.js';
import type { KeptPerson } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { PersonPanel } from './person-panel.js';
import { useTexts } from './texts.js';

/** The personal data that is kept, for the administrator who answers requests about it. */
const PeoplePage = () => {
  const t = useTexts();
  // Names stay out of the address: addresses are kept in histories and logs.
  const [typed, setTyped] = useState('');
  const [wanted, setWanted] = useState('');
  const [search, setSearch] = useSearchParams();
  const shown = search.get('sub');
  const found = useQuery({
    queryKey: ['people', wanted],
    queryFn: () => api.findPeople(wanted),
    enabled: wanted !== '',
  });
  useTitle(t('people.title'));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setWanted(typed.trim());
  };
  return (
    <div className="page">
      <h1>{t('people.title')}</h1>
      <p>{t('people.explain')}</p>
      <form className="filters" role="search" aria-label={t('list.filter.title')} onSubmit={submit}>
        <label className="field">
          <span>{t('people.q')}</span>
          <input type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <div className="filter-actions">
          <button className="button button-primary" type="submit">
            {t('list.search')}
          </button>
        </div>
      </form>
      {found.error && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.isLoading && <Loading />}
      {found.data?.length === 0 && <p className="empty">{t('people.none')}</p>}
      {found.data && found.data.length > 0 && (
        <Found people={found.data} onShow={(sub) => setSearch({ sub })} />
      )}
      {shown && <PersonPanel key={shown} sub={shown} />}
    </div>
  );
};
export default PeoplePage;

interface FoundProps {
  readonly people: readonly KeptPerson[];
  readonly onShow: (sub: string) => void;
}

const Found = ({ people, onShow }: FoundProps) => {
  const t = useTexts();
  return (
    <table className="data-table cards">
      <caption className="visually-hidden">{t('people.title')}</caption>
      <thead>
        <tr>
          {(['people.sub', 'people.name', 'people.since', 'list.action'] as const).map((head) => (
            <th key={head} scope="col">
              {t(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map(({ sub, name, since }) => (
          <tr key={sub}>
            <th scope="row" data-label={t('people.sub')}>
              {sub}
            </th>
            <td data-label={t('people.name')}>{name ?? t('people.erased')}</td>
            <td data-label={t('people.since')}>{dateTime(since)}</td>
            <td className="row-actions">
              <button
                type="button"
                className="button"
                aria-label={`${t('people.show')} ${sub}`}
                onClick={() => onShow(sub)}
              >
                {t('people.show')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
