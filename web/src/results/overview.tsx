import { Fragment } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../i18n/language.js';
import { decimal, shareOf } from './numbers.js';
import type { Shown } from './shown.js';
import { useTexts } from './texts.js';
import type { Behind } from './view.js';

const standings = ['total', 'certified', 'returned'] as const;
const behindThem: Readonly<Record<(typeof standings)[number], Behind>> = {
  total: {},
  certified: { status: 'certified' },
  returned: { status: 'returned' },
};

/** How far the round is, and what its LAOs offer on average. */
export const Numbers = ({ shown: { overview, behind, figure } }: { readonly shown: Shown }) => {
  const t = useTexts();
  const { laos, rows, addedRows } = overview;
  const offered = rows.reduce((sum, { offering }) => sum + offering, 0);
  return (
    <section className="count-panel" aria-label={t('numbers')}>
      <div>
        <p className="count-first">
          {t('numbers.mean', { mean: decimal(shareOf(offered, laos.total)), rows: rows.length })}
        </p>
        <p className="count-rest">
          {standings.map((standing) => (
            <Fragment key={standing}>
              <Link to={behind(behindThem[standing])}>
                {t(`numbers.${standing}`, { count: formatCount(laos[standing]) })}
              </Link>
              {' · '}
            </Fragment>
          ))}
          {t('numbers.started', { count: formatCount(laos.started) })}
          {addedRows.rows > 0 && ' · '}
          {addedRows.rows > 0 &&
            t('numbers.added', { rows: formatCount(addedRows.rows), laos: formatCount(addedRows.laos) })}
        </p>
        <p className="count-rest">{figure('').source}</p>
      </div>
    </section>
  );
};
