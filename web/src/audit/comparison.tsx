import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { Comparison as ComparisonState, ReadModelDifference } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { Failure, Loading } from '../ui/failure.js';
import { Icon } from '../ui/icons.js';
import { useTexts } from './texts.js';

const queryKey = ['comparison'];
/** How often the state of a running comparison is asked for, milliseconds. */
const LOOK = 1_000;

/** Compares what is shown with what was recorded. For those who may see the whole nation. */
export const Comparison = () => {
  const me = useMe();
  const national = me.role === 'admin' || (me.role === 'auditor' && !me.province);
  return national ? <NationalComparison /> : null;
};

const NationalComparison = () => {
  const t = useTexts();
  const queries = useQueryClient();
  const state = useQuery({
    queryKey,
    queryFn: api.comparison,
    refetchInterval: ({ state: { data } }) => (data?.running ? LOOK : false),
  });
  const start = useMutation({
    mutationFn: api.startComparison,
    onSuccess: (started) => queries.setQueryData(queryKey, started),
  });
  const error = start.error ?? state.error;
  // `aria-disabled`, since a button that is disabled loses the focus.
  const busy = !state.data || state.data.running !== null || start.isPending;
  return (
    <section className="comparison" aria-labelledby="comparison-title">
      <h2 id="comparison-title">{t('comparison.title')}</h2>
      <p>{t('comparison.explain')}</p>
      {error && <Failure error={error} onRetry={() => void state.refetch()} />}
      {state.isPending && <Loading />}
      {state.data && <Result state={state.data} />}
      <button type="button" className="button" aria-disabled={busy} onClick={() => !busy && start.mutate()}>
        {t('comparison.start')}
      </button>
    </section>
  );
};

const Result = ({ state: { running, last, failedAt } }: { readonly state: ComparisonState }) => {
  const t = useTexts();
  return (
    <>
      {running && (
        <p role="status">
          {t('comparison.running', { percent: running.percent })}
          {running.secondsLeft !== null && ` · ${t('comparison.left', { seconds: running.secondsLeft })}`}
          <progress max={100} value={running.percent} aria-label={t('comparison.title')} />
        </p>
      )}
      {failedAt && (
        <p className="notice notice-bad" role="alert">
          <Icon name="warning" /> {t('comparison.failed', { time: dateTime(failedAt) })}
        </p>
      )}
      {!last && !running && <p>{t('comparison.never')}</p>}
      {last && <Verdict last={last} />}
    </>
  );
};

const Verdict = ({ last }: { readonly last: NonNullable<ComparisonState['last']> }) => {
  const t = useTexts();
  const { differences, undecided, documents, position, finishedAt, named } = last;
  const wrong = differences > 0;
  const words = {
    differences: formatCount(differences),
    documents: formatCount(documents),
    position: position ?? '–',
    time: dateTime(finishedAt),
  };
  return (
    <>
      <p className={wrong ? 'notice notice-bad' : 'notice'} role={wrong ? 'alert' : undefined}>
        <Icon name={wrong ? 'warning' : 'complete'} />
        <span>{t(wrong ? 'comparison.differs' : 'comparison.same', words)}</span>
      </p>
      {undecided > 0 && <p>{t('comparison.undecided', { count: formatCount(undecided) })}</p>}
      {named.length > 0 && <Differences named={named} />}
    </>
  );
};

const Differences = ({ named }: { readonly named: readonly ReadModelDifference[] }) => {
  const t = useTexts();
  return (
    <div className="scroll-x" role="region" aria-label={t('comparison.differences')} tabIndex={0}>
      <table className="data-table">
        <caption>{t('comparison.differences')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('comparison.document')}</th>
            <th scope="col">{t('comparison.field')}</th>
            <th scope="col">{t('comparison.live')}</th>
            <th scope="col">{t('comparison.replayed')}</th>
            <th scope="col">{t('comparison.events')}</th>
          </tr>
        </thead>
        <tbody>
          {named.map(({ collection, id, field, live, replayed, events }) => (
            <tr key={`${collection} ${id} ${field}`}>
              <th scope="row">
                {collection} {id}
              </th>
              <td>{field ?? t('comparison.whole')}</td>
              <td>{valueText(live) ?? t('comparison.absent')}</td>
              <td>{valueText(replayed) ?? t('comparison.absent')}</td>
              <td>
                {events.length === 0 && t('comparison.no-events')}
                {events.map(({ position, type, stream, revision }) => (
                  <div key={position}>
                    {position} · {type} · {stream} {revision}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Long documents are cut: their beginning is enough to tell them apart. */
const valueText = (value: unknown): string | undefined => {
  if (value === null) return undefined;
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};
