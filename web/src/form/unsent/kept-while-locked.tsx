import { useEffect, useMemo } from 'react';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../../api/types.js';
import { markLocked } from '../../drafts/drafts.js';
import { useUnsent, type Unsent } from '../../drafts/use-unsent.js';
import { useTexts } from '../../i18n/language.js';
import { useMe } from '../../session/session.js';
import { UnsentNotice } from './unsent-notice.js';

/** This person's rows of one survey that the server does not have. */
export const useUnsentOf = (fiscalYear: number, lao: string): Unsent => {
  const { sub } = useMe();
  const scope = useMemo(() => [sub, fiscalYear, lao] as const, [sub, fiscalYear, lao]);
  return useUnsent(scope);
};

interface KeptWhileLockedProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly unsent: Unsent;
}

/** On a form that cannot be filled now: this person's rows that were typed before and never sent. */
export const KeptWhileLocked = ({ form, questionnaire, unsent }: KeptWhileLockedProps) => {
  const t = useTexts();
  const { rows, readAgain } = unsent;
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
