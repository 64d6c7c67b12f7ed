import { useEffect, useMemo } from 'react';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../../api/types.js';
import { markLocked } from '../../drafts/drafts.js';
import { useUnsent } from '../../drafts/use-unsent.js';
import { useTexts } from '../../i18n/language.js';
import { useMe } from '../../session/session.js';
import { UnsentNotice } from './unsent-notice.js';

interface KeptWhileLockedProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
}

/** On a form that cannot be filled now: this person's rows that were typed before and never sent. */
export const KeptWhileLocked = ({ form, questionnaire }: KeptWhileLockedProps) => {
  const t = useTexts();
  const { sub } = useMe();
  const { fiscalYear, lao } = form;
  const scope = useMemo(() => [sub, fiscalYear, lao.code] as const, [sub, fiscalYear, lao.code]);
  const { rows, readAgain } = useUnsent(scope);
  useEffect(() => {
    if (rows.some(({ locked }) => !locked)) void markLocked(rows);
  }, [rows]);
  return (
    <UnsentNotice
      form={form}
      questionnaire={questionnaire}
      rows={rows}
      explain={t('unsent.explain')}
      onDropped={readAgain}
    />
  );
};
