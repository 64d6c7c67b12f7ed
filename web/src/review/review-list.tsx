import type { KeyboardEvent } from 'react';
import type { ReturnFlags } from '../form/returns/use-return-flags.js';
import { titleOf } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { ReviewLine } from './review-line.js';
import type { ReviewAspect } from './rows.js';
import { useTexts } from './texts.js';

interface ReviewListProps {
  readonly aspects: readonly ReviewAspect[];
  /** Absent where nothing can be returned. */
  readonly flags: ReturnFlags | undefined;
}

/** All rows of a survey on one screen. The arrow keys go from row to row, F flags the row for a return. */
export const ReviewList = ({ aspects, flags }: ReviewListProps) => {
  const t = useTexts();
  return (
    <div className="review-list">
      {aspects.map(({ aspect, rows }) => (
        <section key={aspect.id} aria-labelledby={`review-${aspect.id}`}>
          <h2 id={`review-${aspect.id}`}>
            {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
          </h2>
          {rows.length === 0 && <p className="place">{t('form.no-rows')}</p>}
          <ul>
            {rows.map((row) => (
              <ReviewLine key={row.row.id} line={row} flags={flags} onKeyDown={moveByArrow} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
};

/** What a row's mark means. */
export const ReviewLegend = () => {
  const t = useTexts();
  return (
    <>
      <span className="badge badge-changed">
        <Icon name="pencil" /> {t('review.changed')}
      </span>{' '}
      <span className="badge badge-returned">
        <Icon name="warning" /> {t('review.outlier')}
      </span>
    </>
  );
};

const moveByArrow = (event: KeyboardEvent<HTMLElement>): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const list = event.currentTarget.closest('.review-list');
  const lines = [...(list?.querySelectorAll<HTMLElement>('.review-line') ?? [])];
  const at = lines.indexOf(event.currentTarget);
  event.preventDefault();
  lines[at + step]?.focus();
};
