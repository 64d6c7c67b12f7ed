import { useEffect, useRef, useState } from 'react';
import type { PastStep } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf } from '../i18n/language.js';
import { isLandmark, placeOf } from './steps.js';
import { useTexts } from './texts.js';

interface TimeSliderProps {
  readonly steps: readonly PastStep[];
  readonly at: string | null;
  readonly onAt: (at: string | null) => void;
  /** Steps with a tick of their own; default: certifications and what undid them. */
  readonly marked?: (step: PastStep) => boolean;
}

/** The page is loaded for a position only after the slider has rested on it for so long. */
const REST_MS = 250;

/** A slider over the events of the past; its right end is the present. */
export const TimeSlider = ({ steps, at, onAt, marked = isLandmark }: TimeSliderProps) => {
  const t = useTexts();
  const place = Math.max(placeOf(steps, at), 0);
  // Valid until the page shows the new moment; then `place` counts again.
  const [dragged, setDragged] = useState({ from: place, to: place });
  const shown = dragged.from === place ? dragged.to : place;
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);

  const moveTo = (next: number): void => {
    setDragged({ from: place, to: next });
    clearTimeout(resting.current);
    resting.current = setTimeout(() => onAt(steps[next]?.position ?? null), REST_MS);
  };
  const step = steps[shown];
  const text = step
    ? `${dateTime(step.time)} — ${t(`event.${step.type}`)}${step.office ? ` — ${nameOf(step.office)}` : ''}`
    : t('past.now');
  const before = steps.findLastIndex((each, index) => index < shown && marked(each));
  const after = steps.findIndex((each, index) => index > shown && marked(each));

  return (
    <div className="time-slider">
      <p className="time-slider-text" aria-live="polite">
        {text}
      </p>
      <div className="time-slider-track">
        <span className="time-slider-ticks">
          {steps.map((each, index) =>
            marked(each) ? (
              <span
                key={each.position}
                className={`tick tick-${each.type}`}
                style={{ insetInlineStart: `${(index / steps.length) * 100}%` }}
                title={`${dateTime(each.time)} — ${t(`event.${each.type}`)}${each.office ? ` — ${nameOf(each.office)}` : ''}`}
              />
            ) : null,
          )}
        </span>
        <input
          type="range"
          min={0}
          max={steps.length}
          value={shown}
          aria-label={t('past.slider')}
          aria-valuetext={text}
          onChange={(event) => moveTo(Number(event.target.value))}
        />
      </div>
      <div className="time-slider-steps">
        <button type="button" className="button" disabled={before < 0} onClick={() => moveTo(before)}>
          {t('past.mark-before')}
        </button>
        <button type="button" className="button" disabled={shown <= 0} onClick={() => moveTo(shown - 1)}>
          {t('past.step-before')}
        </button>
        <button
          type="button"
          className="button"
          disabled={shown >= steps.length}
          onClick={() => moveTo(shown + 1)}
        >
          {t('past.step-after')}
        </button>
        <button
          type="button"
          className="button"
          disabled={shown >= steps.length}
          onClick={() => moveTo(after < 0 ? steps.length : after)}
        >
          {t(after < 0 ? 'past.to-now' : 'past.mark-after')}
        </button>
      </div>
    </div>
  );
};
