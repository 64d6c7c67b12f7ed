import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { ProvinceStatus } from '../api/types.js';
import { nameOf } from '../i18n/language.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { useTexts } from './texts.js';

export const RevokeDialog = ({
  status,
  onClose,
}: {
  readonly status: ProvinceStatus;
  readonly onClose: () => void;
}) => {
  const t = useTexts();
  const queries = useQueryClient();
  return (
    <ReasonDialog
      title={t('revoke.title', { name: nameOf(status.province) })}
      explain={t('revoke.explain')}
      confirm={t('revoke.open')}
      onConfirm={async (reason) => {
        await api.revokeProvince(status.province.code, status.fiscalYear, reason);
        await queries.invalidateQueries({ queryKey: ['province'] });
        onClose();
      }}
      onClose={onClose}
    />
  );
};
