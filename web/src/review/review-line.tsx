import { useRef, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { NOTE_LENGTH } from '../form/returns/row-flag.js';
import type { ReturnFlags } from '../form/returns/use-return-flags.js';
import { formatCount } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import type { ReviewRow } from './rows.js';
import { useTexts } from './texts.js';

interface ReviewLineProps {
  readonly line: ReviewRow;
  readonly flags: ReturnFlags | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** One row in one line. Pressing it, or F, flags it for a return; the note is written below it. */
export const ReviewLine = ({ line, flags, onKeyDown }: ReviewLineProps) => {
  const t = useTexts();
  const { row, title, short, changed, outlier } = line;
  const button = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const note = flags?.rows.get(row.id);
  const words = (
    <>
      <span className="review-title">{title}</span>
      {changed && <Mark icon="pencil" label={t('review.changed')} />}
      {outlier && <Mark icon="warning" label={t('review.outlier')} />}
      <span className="review-short">{short}</span>
    </>
  );
  const toggle = (): void => {
    if (note !== undefined) flags?.unflag(row.id);
    else {
      // The note is the next thing to write after the flag.
      flushSync(() => flags?.flag(row.id, ''));
      field.current?.focus();
    }
  };
  return (
    <li className={outlier ? 'review-outlier' : changed ? 'review-changed' : undefined}>
      {flags ? (
        <button
          ref={button}
          type="button"
          className="review-line"
          title={title}
          aria-pressed={note !== undefined}
          onClick={toggle}
          // The key, not the letter: with a Thai layout the same key types ด.
          onKeyDown={(event) => {
            onKeyDown(event);
            if (event.code !== 'KeyF' || event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            toggle();
          }}
        >
          {note !== undefined && <Mark icon="returned" label={t('return.flag')} />}
          {words}
        </button>
      ) : (
        <span className="review-line" title={title}>
          {words}
        </span>
      )}
      {outlier && (
        <p className="review-why">
          {t('review.outlier-why', {
            count: formatCount(outlier.count),
            median: formatCount(outlier.median),
            offices: outlier.offices,
          })}
        </p>
      )}
      {note !== undefined && (
        <input
          type="text"
          className="review-note"
          ref={field}
          maxLength={NOTE_LENGTH}
          value={note}
          placeholder={t('return.note')}
          aria-label={`${t('return.note')} ${title}`}
          onChange={({ target: { value } }) => flags?.flag(row.id, value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return;
            // Otherwise the same Enter would press the row, which takes the flag away.
            event.preventDefault();
            button.current?.focus();
          }}
        />
      )}
    </li>
  );
};

const Mark = ({
  icon,
  label,
}: {
  readonly icon: 'pencil' | 'warning' | 'returned';
  readonly label: string;
}) => (
  <span className={`review-mark review-mark-${icon}`}>
    <Icon name={icon} />
    <span className="visually-hidden">{label}</span>
  </span>
);
