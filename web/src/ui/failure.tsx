import { ApiError, NoAnswer } from '../api/errors.js';
import { useTexts, type worded } from '../i18n/language.js';
import { Icon } from './icons.js';

export const failureText = (error: unknown, t: typeof worded): string => {
  if (error instanceof ApiError) {
    return [error.problem.title, error.problem.detail].filter(Boolean).join(' — ');
  }
  if (error instanceof NoAnswer) return t('failure.no-answer');
  return t('failure.unexpected', { message: error instanceof Error ? error.message : String(error) });
};

/** Says what failed and offers to try again. A failure is never shown as "no data". */
export const Failure = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const t = useTexts();
  return (
    <div className="notice notice-bad" role="alert">
      <Icon name="warning" />
      <span>{failureText(error, t)}</span>
      {onRetry && (
        <button className="button" onClick={onRetry}>
          {t('common.retry')}
        </button>
      )}
    </div>
  );
};

/** In place of a page that could not be shown at all. */
export const FailedPage = ({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) => {
  const t = useTexts();
  return (
    <div className="page">
      <h1>{t('failure.page')}</h1>
      <Failure error={error} onRetry={onRetry} />
    </div>
  );
};

export const Loading = () => {
  const t = useTexts();
  return (
    <p className="loading" role="status">
      {t('common.loading')}
    </p>
  );
};
