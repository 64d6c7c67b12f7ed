import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api } from '../api/calls.js';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import type { PastStep } from '../api/types.js';
import { lastLook } from '../drafts/last-seen.js';
import type { Seen } from '../drafts/look.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { DifferenceView } from './difference-view.js';
import { useTexts, type TextKey } from './texts.js';

interface Points {
  readonly from: string;
  readonly to: string;
}

/** The certification before the present one; of a survey that is not certified now, its last one. */
const sinceCertified = (steps: readonly PastStep[]): PastStep | undefined => {
  const certified = steps.filter(({ type }) => type === 'LaoCertified');
  const last = steps.findLast(({ type }) => type === 'LaoCertified' || type === 'LaoReturned');
  return certified.at(last?.type === 'LaoCertified' ? -2 : -1);
};

/** What changed in one survey between two points; both are part of the address. */
const SurveyDifferencePage = () => {
  const t = useTexts();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const [search, setSearch] = useSearchParams();
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const steps = useQuery({
    queryKey: ['history', fiscalYear, lao, 'moments'],
    queryFn: () => api.moments(fiscalYear, lao),
  });
  const looked = useLooked(`${year}.${lao}`);
  const from = search.get('from') ?? sinceCertified(steps.data ?? [])?.position ?? steps.data?.[0]?.position;
  const to = search.get('to') ?? '';
  const difference = useQuery({
    queryKey: ['difference', fiscalYear, lao, from, to, steps.data?.length],
    queryFn: () => api.surveyDifference(fiscalYear, lao, { from, to }),
    enabled: from !== undefined,
  });
  useTitle(`${t('difference.open')} ${form.data ? nameOf(form.data.lao) : ''} ${year}`);
  const show = (points: Partial<Points>): void => {
    const chosen = { from: from ?? '', to, ...points };
    setSearch(chosen.to === '' ? { from: chosen.from } : chosen);
  };
  const returned = steps.data?.findLast(({ type }) => type === 'LaoReturned');
  const presets: readonly (readonly [TextKey, string | undefined])[] = [
    ['difference.since-certified', sinceCertified(steps.data ?? [])?.position],
    ['difference.since-returned', returned?.position],
    ['difference.since-looked', looked && `revision:${looked.revision}`],
  ];
  const error = difference.error ?? steps.error ?? questionnaire.error;
  return (
    <div className="page">
      <h1>{t('difference.title', { name: form.data ? nameOf(form.data.lao) : lao, year })}</h1>
      <p>
        <Link className="button" to={`/audit/${year}/${lao}`}>
          {t('audit.history')}
        </Link>
      </p>
      <div className="difference-points">
        {presets.map(
          ([key, point]) =>
            point !== undefined && (
              <button
                key={key}
                type="button"
                className="button"
                aria-pressed={from === point && to === ''}
                onClick={() => show({ from: point, to: '' })}
              >
                {t(key)}
              </button>
            ),
        )}
        <StepSelect
          label={t('difference.from')}
          steps={steps.data ?? []}
          value={from ?? ''}
          onStep={(point) => show({ from: point })}
        />
        <StepSelect
          label={t('difference.to')}
          steps={steps.data ?? []}
          value={to}
          now
          onStep={(point) => show({ to: point })}
        />
      </div>
      {error && <Failure error={error} onRetry={() => void difference.refetch()} />}
      {difference.isPending && !error && <Loading />}
      {difference.data && questionnaire.data && (
        <DifferenceView difference={difference.data} questionnaire={questionnaire.data} />
      )}
    </div>
  );
};
export default SurveyDifferencePage;

interface StepSelectProps {
  readonly label: string;
  readonly steps: readonly PastStep[];
  readonly value: string;
  /** Also offers the present. */
  readonly now?: boolean;
  readonly onStep: (position: string) => void;
}

const StepSelect = ({ label, steps, value, now = false, onStep }: StepSelectProps) => {
  const t = useTexts();
  const isStep = steps.some(({ position }) => position === value);
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onStep(event.target.value)}>
        {now && <option value="">{t('past.now')}</option>}
        {!isStep && value !== '' && <option value={value}>{t('difference.since-looked')}</option>}
        {steps
          .filter(({ type }) => type !== 'AnswerRecorded')
          .toReversed()
          .map(({ position, time, type }) => (
            <option key={position} value={position}>
              {dateTime(time)} — {t(`event.${type}`)}
            </option>
          ))}
      </select>
    </label>
  );
};

/** When this person last had the form open, on this computer. */
const useLooked = (survey: string) => {
  const { sub } = useMe();
  const [looked, setLooked] = useState<Seen>();
  useEffect(() => {
    void lastLook(sub, survey).then(setLooked);
  }, [sub, survey]);
  return looked;
};
