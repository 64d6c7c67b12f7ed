import type { AspectState, Campaign, SurveyStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { Icon, type IconName } from './icons.js';

const statusIcons: Record<SurveyStatus, IconName> = {
  certified: 'complete',
  'not-certified': 'not-started',
  returned: 'returned',
};

/** The one shape of a state: an icon and a word. */
const Badge = ({
  state,
  icon,
  text,
}: {
  readonly state: string;
  readonly icon: IconName;
  readonly text: string;
}) => (
  <span className={`badge badge-${state}`}>
    <Icon name={icon} /> {text}
  </span>
);

export const StatusBadge = ({ status }: { readonly status: SurveyStatus }) => {
  const t = useTexts();
  return <Badge state={status} icon={statusIcons[status]} text={t(`status.${status}`)} />;
};

const campaignIcons: Record<Campaign['state'], IconName> = {
  open: 'complete',
  scheduled: 'not-started',
  closing: 'incomplete',
  closed: 'close',
};

export const CampaignBadge = ({ state }: { readonly state: Campaign['state'] }) => {
  const t = useTexts();
  return <Badge state={state} icon={campaignIcons[state]} text={t(`campaign.state.${state}`)} />;
};

export const AspectBadge = ({ state }: { readonly state: AspectState }) => {
  const t = useTexts();
  return <Badge state={state} icon={state} text={t(`aspect.${state}`)} />;
};

interface SurveyStateProps {
  readonly status: SurveyStatus;
  readonly certifiedAt: string | null;
}

/** The state of a survey with its label, as in the manual. */
export const SurveyState = ({ status, certifiedAt }: SurveyStateProps) => {
  const t = useTexts();
  return (
    <span className="survey-state">
      {t('status.label')}{' '}
      {status === 'certified' && certifiedAt ? (
        <Badge
          state="certified"
          icon="complete"
          text={t('status.certified-at', { time: dateTime(certifiedAt) })}
        />
      ) : (
        <StatusBadge status={status} />
      )}
    </span>
  );
};
