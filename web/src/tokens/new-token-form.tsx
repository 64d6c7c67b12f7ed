import { useState, type SyntheticEvent } from 'react';
import { api } from '../api/calls.js';
import type { NewToken } from '../api/types.js';
import { Failure } from '../ui/failure.js';
import { useTexts } from './texts.js';

const LIFETIMES = [30, 90, 180, 365];

/** What the token is for, and how long it lasts. */
export const NewTokenForm = ({ onMade }: { readonly onMade: (token: NewToken) => Promise<void> }) => {
  const t = useTexts();
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    api
      .makeToken(name.trim(), days)
      .then(async (token) => {
        setName('');
        await onMade(token);
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <form className="filters" aria-label={t('tokens.new')} onSubmit={submit}>
      <div className="filter-fields">
        <label className="field">
          <span>{t('tokens.name')}</span>
          <input
            type="text"
            required
            maxLength={100}
            placeholder={t('tokens.name-example')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{t('tokens.lifetime')}</span>
          <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {LIFETIMES.map((count) => (
              <option key={count} value={count}>
                {t('tokens.days', { count })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="filter-actions">
        <button className="button button-primary" type="submit" disabled={busy || name.trim() === ''}>
          {t('tokens.new')}
        </button>
      </div>
      {error !== null && <Failure error={error} />}
    </form>
  );
};
