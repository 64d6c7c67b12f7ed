import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { SurveyForm } from '../api/types.js';
import { useTexts } from '../i18n/language.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { announce } from '../ui/toasts.js';

export const ReturnDialog = ({
  form,
  onClose,
}: {
  readonly form: SurveyForm;
  readonly onClose: () => void;
}) => {
  const t = useTexts();
  const queries = useQueryClient();
  const send = async (reason: string): Promise<void> => {
    await api.returnSurvey(form.fiscalYear, form.lao.code, reason);
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['form', form.fiscalYear, form.lao.code] }),
      queries.invalidateQueries({ queryKey: ['province'] }),
      queries.invalidateQueries({ queryKey: ['surveys'] }),
    ]);
    announce(t('return.done', { name: form.lao.name }));
    onClose();
  };
  return (
    <ReasonDialog
      title={t('return.title', { name: form.lao.name })}
      explain={t('return.explain')}
      confirm={t('return.confirm')}
      onConfirm={send}
      onClose={onClose}
    />
  );
};
