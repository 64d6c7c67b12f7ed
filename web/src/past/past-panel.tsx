import type { UseQueryResult } from '@tanstack/react-query';
import { TimeForm } from './time-form.js';
import type { PastStep } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { Failure, Loading } from '../ui/failure.js';
import { Icon } from '../ui/icons.js';
import { timeOf } from './steps.js';
import { TimeSlider } from './time-slider.js';
import { useMoment } from './use-moment.js';
import { useTexts } from './texts.js';

interface PastPanelProps {
  readonly steps: UseQueryResult<readonly PastStep[]>;
  readonly marked?: (step: PastStep) => boolean;
  /** The steps of the nation are many: a page may ask for them when the panel opens. */
  readonly onOpen?: () => void;
}

/** Leads to moments of the past; a banner says that the page shows one. */
export const PastPanel = ({ steps, marked, onOpen }: PastPanelProps) => {
  const t = useTexts();
  const [at, setAt] = useMoment();
  const time = at !== null && steps.data ? timeOf(steps.data, at) : undefined;
  return (
    <section className="past" aria-label={t('past.title')}>
      {at !== null && (
        <div className="notice past-banner" role="status">
          <Icon name="undo" />
          <strong>
            {time ? t('past.banner', { time: dateTime(time) }) : t('past.banner-position', { at })}
          </strong>
          <span>{t('past.read-only')}</span>
          <button type="button" className="button" onClick={() => setAt(null)}>
            {t('past.back')}
          </button>
        </div>
      )}
      <details open={at !== null} onToggle={(event) => event.currentTarget.open && onOpen?.()}>
        <summary>{t('past.title')}</summary>
        {steps.error && <Failure error={steps.error} onRetry={() => void steps.refetch()} />}
        {steps.isLoading && <Loading />}
        {steps.data && steps.data.length > 0 && (
          <TimeSlider steps={steps.data} at={at} onAt={setAt} {...(marked && { marked })} />
        )}
        <TimeForm onTime={setAt} />
      </details>
    </section>
  );
};
