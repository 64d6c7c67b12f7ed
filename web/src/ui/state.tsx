import type { AspectState, SurveyStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts, type TextKey } from '../i18n/language.js';
import { Icon, type IconName } from './icons.js';

const statusIcons: Record<SurveyStatus, IconName> = {
  certified: 'complete',
  'not-certified': 'not-started',
  returned: 'returned',
};

export const statusKey = (status: SurveyStatus, role?: string): TextKey =>
  status === 'not-certified' && role !== 'lao' ? 'status.not-certified.province' : `status.${status}`;

export const StatusBadge = ({ status, role }: { readonly status: SurveyStatus; readonly role?: string }) => {
  const t = useTexts();
  return (
    <span className={`badge badge-${status}`}>
      <Icon name={statusIcons[status]} /> {t(statusKey(status, role))}
    </span>
  );
};

export const AspectBadge = ({ state }: { readonly state: AspectState }) => {
  const t = useTexts();
  return (
    <span className={`badge badge-${state}`}>
      <Icon name={state} /> {t(`aspect.${state}`)}
    </span>
  );
};

interface SurveyStateProps {
  readonly status: SurveyStatus;
  readonly certifiedAt: string | null;
  readonly role?: string;
}

/** The state of a survey with its label, as in the manual. */
export const SurveyState = ({ status, certifiedAt, role }: SurveyStateProps) => {
  const t = useTexts();
  return (
    <span className="survey-state">
      {t('status.label')}{' '}
      {status === 'certified' && certifiedAt ? (
        <span className="badge badge-certified">
          <Icon name="complete" /> {t('status.certified-at', { time: dateTime(certifiedAt) })}
        </span>
      ) : (
        <StatusBadge status={status} {...(role !== undefined && { role })} />
      )}
    </span>
  );
};
