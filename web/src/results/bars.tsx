import { Link } from 'react-router';

/** One bar of a chart. */
export interface Bar {
  readonly id: string;
  readonly label: string;
  /** Length, 0 to 1; null where there is nothing to show. */
  readonly length: number | null;
  /** The same length in another year. */
  readonly before?: number | null;
  /** What the bar says in words, such as `62% (1,234 LAOs)`. */
  readonly text: string;
  /** The LAOs behind it. */
  readonly to?: string | undefined;
}

export interface BarGroup {
  readonly id: string;
  readonly title?: string;
  readonly bars: readonly Bar[];
}

/** Each bar is a line of a list with its label and its value in words, so that the length repeats what the words say. */
export const Bars = ({ groups }: { readonly groups: readonly BarGroup[] }) => (
  <div className="bar-groups">
    {groups
      .filter(({ bars }) => bars.length > 0)
      .map(({ id, title, bars }) => (
        <div key={id} className="bar-group">
          {title !== undefined && <h3>{title}</h3>}
          <ul className="bars">
            {bars.map((bar) => (
              <BarLine key={bar.id} bar={bar} />
            ))}
          </ul>
        </div>
      ))}
  </div>
);

const width = (length: number) => ({ inlineSize: `${Math.min(1, Math.max(0, length)) * 100}%` });

const BarLine = ({ bar: { label, length, before, text, to } }: { readonly bar: Bar }) => (
  <li className="bar-line">
    <span className="bar-label">{label}</span>
    <span className="bar-value">{to === undefined ? text : <Link to={to}>{text}</Link>}</span>
    <span className="bar-track" aria-hidden="true">
      {length !== null && <span className="bar-fill" style={width(length)} />}
      {typeof before === 'number' && (
        <span className="bar-before" style={{ insetInlineStart: width(before).inlineSize }} />
      )}
    </span>
  </li>
);
