import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { api } from '../api/calls.js';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import type { SurveyForm } from '../api/types.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { focusHeadingAfterDialog } from '../answers/focus.js';
import { ReturnDialog } from '../form/dialogs/return-dialog.js';
import { ReturnNotice } from '../form/returns/return-notice.js';
import { useReturnFlags } from '../form/returns/use-return-flags.js';
import { useChanges } from '../form/use-changes.js';
import { useTitle } from '../hooks/use-title.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf } from '../i18n/language.js';
import { reviewAddress } from '../province/view.js';
import { useMe } from '../session/session.js';
import { FailedPage, Failure, Loading } from '../ui/failure.js';
import { SurveyState } from '../ui/state.js';
import { ReviewLegend, ReviewList } from './review-list.js';
import { reviewAspects } from './rows.js';
import { PlaceName } from '../ui/place-name.js';
import { useQueue, type Queue } from './use-queue.js';
import { useTexts } from './texts.js';

/** Where an officer reads one LAO's answers, and goes to the next one without returning to the list. */
const ReviewPage = () => {
  const { province = '', year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const queries = useQueryClient();
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const { queue, error: queueError } = useQueue(province, fiscalYear, lao);
  const error = form.error ?? questionnaire.error ?? queueError;
  if (error) return <FailedPage error={error} onRetry={() => void queries.invalidateQueries()} />;
  if (!form.data || !questionnaire.data || !queue) return <Loading />;
  return <Review key={lao} form={form.data} questionnaire={questionnaire.data} queue={queue} />;
};
export default ReviewPage;

interface ReviewProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly queue: Queue;
}

const Review = ({ form, questionnaire, queue }: ReviewProps) => {
  const t = useTexts();
  const { role } = useMe();
  const { fiscalYear, lao } = form;
  const [returning, setReturning] = useState(false);
  const flags = useReturnFlags(form);
  const { look, certification } = useChanges(form, true);
  const outliers = useQuery({
    queryKey: ['outliers', fiscalYear, lao.code, form.revision],
    queryFn: () => api.outliers(fiscalYear, lao.code),
  });
  const isOpen = role === 'province' && form.status === 'certified' && !form.provinceCertifiedAt;
  const changed = new Set([...(look?.rows ?? []), ...(certification?.rows ?? [])]);
  const aspects = reviewAspects(form, questionnaire, { changed, outliers: outliers.data ?? [] });
  // The button that led here is gone with the survey before.
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useTitle(`${t('review.title')} ${nameOf(lao)} ${fiscalYear}`);
  return (
    <div className="review-page">
      <div className="review-main">
        <div className="page-head">
          <h1 id="aspect-heading" ref={heading} tabIndex={-1}>
            <PlaceName of={lao} />
          </h1>
          <span className="place">
            {t('form.place', {
              district: nameOf(lao.district),
              province: nameOf(lao.province),
              year: fiscalYear,
            })}
          </span>
          <SurveyState status={form.status} certifiedAt={form.certifiedAt} />
          <Link className="button button-quiet" to={`/surveys/${fiscalYear}/${lao.code}`}>
            {t('review.whole-form')}
          </Link>
        </div>
        <ReturnNotice form={form} role={role} />
        <p className="review-legend">
          <ReviewLegend /> {look && t('review.since', { count: look.rows.size, time: dateTime(look.at) })}{' '}
          {certification &&
            t('review.since-certified', {
              count: certification.rows.size,
              time: dateTime(certification.at),
            })}{' '}
          {isOpen && t('review.keys')}
        </p>
        {outliers.error && <Failure error={outliers.error} onRetry={() => void outliers.refetch()} />}
        <ReviewList aspects={aspects} flags={isOpen ? flags : undefined} />
      </div>
      <ReviewBar
        form={form}
        queue={queue}
        isOpen={isOpen}
        flagged={flags.rows.size}
        onReturn={() => setReturning(true)}
      />
      {returning && (
        <ReturnDialog
          form={form}
          questionnaire={questionnaire}
          flags={flags}
          onClose={() => {
            setReturning(false);
            focusHeadingAfterDialog();
          }}
        />
      )}
    </div>
  );
};

interface ReviewBarProps {
  readonly form: SurveyForm;
  readonly queue: Queue;
  readonly isOpen: boolean;
  readonly flagged: number;
  readonly onReturn: () => void;
}

const ReviewBar = ({ form, queue, isOpen, flagged, onReturn }: ReviewBarProps) => {
  const t = useTexts();
  const navigate = useNavigate();
  const { search } = useLocation();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const { fiscalYear, lao, certifiedRevision } = form;
  const place = { province: lao.province, fiscalYear };
  const { before, after, current } = queue;
  const isReviewed = current?.reviewedAt !== undefined && current.reviewedAt !== null;

  const review = async (): Promise<void> => {
    if (certifiedRevision === null) return;
    setError(null);
    try {
      await api.reviewSurvey(fiscalYear, lao.code, certifiedRevision);
      await queries.invalidateQueries({ queryKey: ['province'] });
      if (after) await navigate(reviewAddress(place, after.code, search));
    } catch (failure) {
      setError(failure);
    }
  };
  const step = (to: Queue['before'], label: string) =>
    to ? (
      <Link className="button" to={reviewAddress(place, to.code, search)} title={nameOf(to)}>
        {label}
      </Link>
    ) : (
      <span className="button" aria-disabled="true">
        {label}
      </span>
    );
  return (
    <footer className="bottom-bar">
      <span role="status">
        {t('review.count', { reviewed: queue.reviewed, total: queue.total })}
        {queue.place > 0 && ` · ${t('review.place', { place: queue.place, length: queue.length })}`}
      </span>
      {error !== null && <Failure error={error} />}
      <span className="spacer" />
      <Link className="button" to={`/provinces/${lao.province.code}/${fiscalYear}${search}`}>
        {t('menu.province')}
      </Link>
      {step(before, t('review.before'))}
      {step(after, t('review.after'))}
      {isOpen && (
        <>
          <button type="button" className="button button-danger" onClick={onReturn}>
            {flagged > 0 ? t('return.open-rows', { count: flagged }) : t('return.open')}
          </button>
          {isReviewed ? (
            <span className="badge badge-complete">{t('review.done')}</span>
          ) : (
            <button type="button" className="button button-primary" onClick={() => void review()}>
              {t(after ? 'review.confirm-next' : 'review.confirm')}
            </button>
          )}
        </>
      )}
    </footer>
  );
};
