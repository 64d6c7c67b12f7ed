import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { campaignsQuery } from '../api/queries.js';
import type { NewToken } from '../api/types.js';
import { announce } from '../ui/toasts.js';
import { useTexts } from './texts.js';

/** The token itself. Only this page shows it, and only until it is left. */
export const MadeToken = ({ token: { id, name, token } }: { readonly token: NewToken }) => {
  const t = useTexts();
  const years = useQuery(campaignsQuery).data?.map(({ fiscalYear }) => fiscalYear) ?? [];
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), [id]);
  const copy = (): void => {
    navigator.clipboard.writeText(token).then(
      () => announce(t('tokens.copied')),
      () => {
        // A browser may forbid it. The token is selected, so that the keyboard copies it.
        field.current?.select();
        announce(t('tokens.copy-by-hand'));
      },
    );
  };
  return (
    <section className="moment" aria-labelledby="made-token">
      <h2 id="made-token">{t('tokens.made', { name })}</h2>
      <p>{t('tokens.shown-once')}</p>
      <div className="made-token">
        <label className="field">
          <span>{t('tokens.token')}</span>
          <input ref={field} type="text" readOnly value={token} size={48} />
        </label>
        <button type="button" className="button" onClick={copy}>
          {t('tokens.copy')}
        </button>
      </div>
      {years.length > 0 && (
        <p>{t('tokens.use', { address: `${window.location.origin}/odata/${Math.max(...years)}` })}</p>
      )}
    </section>
  );
};
