import { useQuery } from '@tanstack/react-query';
import type { ResultGroup } from '../api/types.js';
import { Failure, Loading } from '../ui/failure.js';
import { groupName } from './names.js';
import { Bars, type BarGroup } from './bars.js';
import { classesOf } from './classes.js';
import { Figure, type FigureProps } from './figure.js';
import type { Measure } from './measure.js';
import { barsDrawing, type Drawing } from './picture.js';
import { useTexts } from './texts.js';
import type { MapPlace } from './thailand-map.js';

interface ThailandFigureProps extends Omit<FigureProps, 'drawing' | 'children'> {
  readonly groups: readonly ResultGroup[];
  readonly bars: readonly BarGroup[];
  readonly measure: Measure;
  readonly within: (province: string) => string | undefined;
}

/** The provinces as a map with a legend, and as bars beside it. The outlines are loaded when they are needed. */
export const ThailandFigure = ({ groups, bars, measure, within, ...figure }: ThailandFigureProps) => {
  const t = useTexts();
  const map = useQuery({
    queryKey: ['page', 'thailand-map'],
    queryFn: () => import('./thailand-map.js'),
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const classes = classesOf(groups.map(measure.of), measure.unit);
  const places = groups.map((group): MapPlace => ({
    code: group.id,
    name: groupName(group, 'province', t),
    value: measure.of(group),
    text: measure.textOf(group),
    to: within(group.id),
  }));
  const legend = classes.map(({ from, to }) =>
    t('map.class', { from: measure.worded(from), to: measure.worded(to) }),
  );
  const drawing: Drawing = map.data
    ? map.data.mapDrawing(places, classes, [...legend, t('map.no-answer')], barsDrawing(bars))
    : barsDrawing(bars);
  return (
    <Figure {...figure} source={`${figure.source} · ${t('map.attribution')}`} drawing={drawing}>
      <div className="map-and-bars">
        <div>
          {map.data ? (
            <map.data.default label={t('map.label')} places={places} classes={classes} />
          ) : map.error ? (
            <Failure error={map.error} onRetry={() => void map.refetch()} />
          ) : (
            <Loading />
          )}
          <ul className="map-legend" aria-label={t('map.legend')}>
            {legend.map((text, index) => (
              <li key={text}>
                <span className={`map-swatch map-class-${index + 1}`} aria-hidden="true" /> {text}
              </li>
            ))}
            <li>
              <span className="map-swatch map-swatch-none" aria-hidden="true" /> {t('map.no-answer')}
            </li>
          </ul>
          <p className="map-attribution">
            {t('map.attribution')}{' '}
            <a href="https://creativecommons.org/licenses/by/4.0/" rel="license noreferrer">
              CC BY 4.0
            </a>
          </p>
        </div>
        <Bars groups={bars} />
      </div>
    </Figure>
  );
};
