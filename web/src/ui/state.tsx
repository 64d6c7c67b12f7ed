import type { AspectState, SurveyStatus } from '../api/types.js';
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
