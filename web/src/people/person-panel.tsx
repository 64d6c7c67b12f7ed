import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import { actorName } from '../history/sentence.js';
import { dateTime } from '../i18n/dates.js';
import { Failure, Loading } from '../ui/failure.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { useTexts } from './texts.js';

/** What is kept of one person, its source, what was done with it, and the administrator's two acts. */
export const PersonPanel = ({ sub }: { readonly sub: string }) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<'correct' | 'erase' | undefined>();
  const [name, setName] = useState('');
  const person = useQuery({ queryKey: ['people', 'one', sub], queryFn: () => api.person(sub) });
  const close = (): void => setDialog(undefined);
  const done = async (): Promise<void> => {
    close();
    await queries.invalidateQueries({ queryKey: ['people'] });
  };
  if (person.error) return <Failure error={person.error} onRetry={() => void person.refetch()} />;
  if (!person.data) return <Loading />;
  const { name: kept, source, since, acts } = person.data;
  return (
    <section className="moment" aria-labelledby="person-heading">
      <h2 id="person-heading">{sub}</h2>
      <p>
        {t('people.kept', {
          name: kept ?? t('people.erased'),
          source: t(`people.source.${source}`),
          since: dateTime(since),
        })}
      </p>
      <p className="row-actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            setName(kept ?? '');
            setDialog('correct');
          }}
        >
          {t('people.correct')}
        </button>
        {kept !== null && (
          <button type="button" className="button button-danger" onClick={() => setDialog('erase')}>
            {t('people.erase')}
          </button>
        )}
      </p>
      {acts.length > 0 && (
        <ul className="feed">
          {acts.map((act) => (
            <li key={act.position}>
              {dateTime(act.at)} {actorName(act.by)} {t(`person-event.${act.type}`)} — {act.reason}
            </li>
          ))}
        </ul>
      )}
      {dialog === 'correct' && (
        <ReasonDialog
          title={t('people.correct')}
          explain={t('people.reason-explain')}
          confirm={t('people.correct')}
          onConfirm={(reason) => api.correctPerson(sub, name, reason).then(done)}
          onClose={close}
        >
          <label className="field">
            <span>{t('people.name')}</span>
            <input type="text" value={name} required onChange={(event) => setName(event.target.value)} />
          </label>
        </ReasonDialog>
      )}
      {dialog === 'erase' && (
        <ReasonDialog
          title={t('people.erase')}
          explain={`${t('people.erase-explain')} ${t('people.reason-explain')}`}
          confirm={t('people.erase')}
          onConfirm={(reason) => api.erasePerson(sub, reason).then(done)}
          onClose={close}
        />
      )}
    </section>
  );
};
