import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { api } from '../api/calls.js';
import { AnswerTable } from '../answers/answer-table.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf } from '../i18n/language.js';
import { Failure, Loading } from '../ui/failure.js';
import { AspectBadge, StatusBadge } from '../ui/state.js';
import { useTexts } from './texts.js';

interface MomentProps {
  readonly year: number;
  readonly lao: string;
  readonly questionnaire: Questionnaire;
  readonly at: string;
  /** Of the moment, ISO 8601. */
  readonly time: string | undefined;
  /** Chosen further down the page: the heading takes the focus. */
  readonly takesFocus: boolean;
}

/** The form at a moment of the past. */
export const Moment = ({ year, lao, questionnaire, at, time, takesFocus }: MomentProps) => {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus, at]);
  const form = useQuery({
    queryKey: ['at', year, lao, at],
    queryFn: () => api.formAt(year, lao, at),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return (
    <section className="moment" aria-labelledby="moment-heading">
      <header className="moment-head">
        <h2 id="moment-heading" ref={heading} tabIndex={-1}>
          {time ? t('audit.at', { time: dateTime(time) }) : t('past.banner-position', { at })}
        </h2>
        {form.data && <StatusBadge status={form.data.status} />}
      </header>
      {form.error && <Failure error={form.error} onRetry={() => void form.refetch()} />}
      {form.isPending && <Loading />}
      {form.data?.aspects.map((state) => {
        const aspect = questionnaire.aspects.find(({ id }) => id === state.id);
        return aspect ? (
          <details key={state.id}>
            <summary id={`moment-${state.id}`}>
              {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}{' '}
              <AspectBadge state={state.state} />
            </summary>
            <AnswerTable
              questionnaire={questionnaire}
              aspect={aspect}
              rows={state.rows}
              labelledBy={`moment-${state.id}`}
            />
          </details>
        ) : null;
      })}
    </section>
  );
};
