import map from '@svg-maps/thailand';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { classOf, type ValueClass } from './classes.js';
import { PICTURE_WIDTH, type Drawing } from './picture.js';
import { codeOnMap } from './provinces-on-map.js';

/** One province as the map shows it. */
export interface MapPlace {
  readonly code: string;
  readonly name: string;
  readonly value: number | null;
  readonly text: string;
  readonly to: string | undefined;
}

interface ThailandMapProps {
  readonly label: string;
  readonly places: readonly MapPlace[];
  readonly classes: readonly ValueClass[];
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The provinces by a value. The map is one tab stop; the arrow keys go from province to province in list order. */
const ThailandMap = ({ label, places, classes }: ThailandMapProps) => {
  const [current, setCurrent] = useState<string | null>(null);
  const links = useRef(new Map<string, HTMLAnchorElement>());
  const byCode = new Map(places.map((place) => [place.code, place]));
  const drawn = places.filter(({ code }) => Object.values(codeOnMap).includes(code));
  const stop = current ?? drawn[0]?.code;
  const move = (event: KeyboardEvent<HTMLAnchorElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = drawn.findIndex(({ code }) => code === stop);
    const next = drawn[(from + step + drawn.length) % drawn.length];
    if (next) links.current.get(next.code)?.focus();
  };
  const said = current === null ? undefined : byCode.get(current);
  return (
    <div className="map">
      <svg className="map-drawing" viewBox={map.viewBox} role="group" aria-label={label}>
        <defs>
          <pattern
            id="map-hatch"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="8" height="8" className="map-hatch-ground" />
            <line y2="8" className="map-hatch-line" />
          </pattern>
        </defs>
        {map.locations.map(({ id, path }) => {
          const place = byCode.get(codeOnMap[id] ?? '');
          if (!place) return <path key={id} d={path} className="map-outside" />;
          const fill = place.value === null ? { fill: 'url(#map-hatch)' } : {};
          const shape = (
            <path d={path} className={`map-place map-class-${classOf(classes, place.value)}`} {...fill} />
          );
          return (
            <Link
              key={id}
              to={place.to ?? ''}
              ref={(link) => {
                if (link) links.current.set(place.code, link);
              }}
              onKeyDown={move}
              tabIndex={place.code === stop ? 0 : -1}
              aria-label={`${place.name} ${place.text}`}
              onFocus={() => setCurrent(place.code)}
              onMouseEnter={() => setCurrent(place.code)}
            >
              {shape}
            </Link>
          );
        })}
      </svg>
      <p className="map-said" aria-hidden="true">
        {said ? `${said.name}: ${said.text}` : ' '}
      </p>
    </div>
  );
};
export default ThailandMap;

const [MAP_WIDTH = 0, MAP_HEIGHT = 0] = map.viewBox.split(' ').slice(2).map(Number);
const LEGEND_LINE = 26;

/** The map for a picture, with its legend at the right and the bars below. */
export const mapDrawing = (
  places: readonly MapPlace[],
  classes: readonly ValueClass[],
  legend: readonly string[],
  bars: Drawing,
): Drawing => ({
  height: MAP_HEIGHT + LEGEND_LINE + bars.height,
  draw: (canvas, colours) => {
    const byCode = new Map(places.map((place) => [place.code, place]));
    const colourOf = (index: number): string => colours.classes[index - 1] ?? '#fff';
    for (const { id, path } of map.locations) {
      const place = byCode.get(codeOnMap[id] ?? '');
      const shape = new Path2D(path);
      canvas.fillStyle = place ? colourOf(classOf(classes, place.value)) : colours.ground;
      canvas.fill(shape);
      canvas.strokeStyle = colours.line;
      canvas.lineWidth = 0.7;
      canvas.stroke(shape);
    }
    legend.forEach((text, index) => {
      const top = 20 + index * LEGEND_LINE;
      canvas.fillStyle = colourOf(index + 1);
      canvas.fillRect(MAP_WIDTH + 40, top, 28, 18);
      canvas.strokeRect(MAP_WIDTH + 40, top, 28, 18);
      canvas.fillStyle = colours.ink;
      canvas.fillText(text, MAP_WIDTH + 78, top + 9, PICTURE_WIDTH - MAP_WIDTH - 130);
    });
    canvas.translate(0, MAP_HEIGHT + LEGEND_LINE);
    bars.draw(canvas, colours);
  },
});
