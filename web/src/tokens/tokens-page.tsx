import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { NewToken, Token } from '../api/types.js';
import { useTitle } from '../hooks/use-title.js';
import { dateTime } from '../i18n/dates.js';
import { DataTable } from '../ui/data-table.js';
import { Failure, Loading } from '../ui/failure.js';
import { MadeToken } from './made-token.js';
import { NewTokenForm } from './new-token-form.js';
import { RevokeDialog } from './revoke-dialog.js';
import { useTexts } from './texts.js';

/** One's own tokens, with which Excel, Power BI and other programs read results. */
const TokensPage = () => {
  const t = useTexts();
  const queries = useQueryClient();
  const [made, setMade] = useState<NewToken>();
  const [revoking, setRevoking] = useState<Token>();
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: api.tokens });
  useTitle(`${t('tokens.title')} — ${t('app.name')}`);
  const reload = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  return (
    <div className="page">
      <h1>{t('tokens.title')}</h1>
      <p>{t('tokens.explain')}</p>
      <NewTokenForm
        onMade={async (token) => {
          setMade(token);
          await reload();
        }}
      />
      {made && <MadeToken token={made} />}
      {tokens.error && <Failure error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.isPending && <Loading />}
      {tokens.data?.length === 0 && <p className="empty">{t('tokens.none')}</p>}
      {tokens.data && tokens.data.length > 0 && <TokenTable tokens={tokens.data} onRevoke={setRevoking} />}
      {revoking && (
        <RevokeDialog
          token={revoking}
          onRevoked={async () => {
            setRevoking(undefined);
            if (made?.id === revoking.id) setMade(undefined);
            await reload();
          }}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </div>
  );
};
export default TokensPage;

interface TokenTableProps {
  readonly tokens: readonly Token[];
  readonly onRevoke: (token: Token) => void;
}

const TokenTable = ({ tokens, onRevoke }: TokenTableProps) => {
  const t = useTexts();
  return (
    <DataTable
      caption={t('tokens.title')}
      columns={[t('tokens.name'), t('tokens.created'), t('tokens.expires'), t('tokens.last-used')]}
    >
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row" data-label={t('tokens.name')}>
            {token.name}
            {token.resting && <p className="note">{t('tokens.resting')}</p>}
          </th>
          <td className="when" data-label={t('tokens.created')}>
            {dateTime(token.createdAt)}
          </td>
          <td className="when" data-label={t('tokens.expires')}>
            {dateTime(token.expiresAt)}
          </td>
          <td className="when" data-label={t('tokens.last-used')}>
            {token.lastUsedAt === null ? t('tokens.never-used') : dateTime(token.lastUsedAt)}
          </td>
          <td className="row-actions">
            <button
              type="button"
              className="button button-danger"
              aria-label={`${t('tokens.revoke')} ${token.name}`}
              onClick={() => onRevoke(token)}
            >
              {t('tokens.revoke')}
            </button>
          </td>
        </tr>
      ))}
    </DataTable>
  );
};
