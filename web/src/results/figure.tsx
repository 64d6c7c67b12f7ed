import { useId, useState, type ReactNode } from 'react';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icons.js';
import { saveFile } from '../ui/save-file.js';
import { announce } from '../ui/toasts.js';
import { Bars, type BarGroup } from './bars.js';
import { barsDrawing, pngOf, type Drawing, type PictureFrame } from './picture.js';
import { csvOf, type Table } from './table.js';
import { TableTwin } from './table-twin.js';
import { useTexts } from './texts.js';

export interface FigureProps {
  readonly title: string;
  /** What the chart shows, in words. */
  readonly sentence: string;
  /** From what the numbers were computed; also the end of its files. */
  readonly source: string;
  /** Begins the names of its files. */
  readonly fileName: string;
  readonly table: Table;
  readonly drawing: Drawing;
  /** Choices above the chart. */
  readonly controls?: ReactNode;
  /** The chart on the screen. */
  readonly children: ReactNode;
}

/** A chart with its sentence, its table and its files. */
export const Figure = ({
  title,
  sentence,
  source,
  fileName,
  table,
  drawing,
  controls,
  children,
}: FigureProps) => {
  const t = useTexts();
  const id = useId();
  const [shows, setShows] = useState<'chart' | 'table'>('chart');
  const frame: PictureFrame = { title, sentence, source };
  return (
    <section className="figure" aria-labelledby={id}>
      <div className="figure-head">
        <h2 id={id}>{title}</h2>
        <div className="figure-tools screen-only">
          <span role="group" aria-label={t('figure.shown-as', { title })} className="figure-switch">
            {(['chart', 'table'] as const).map((each) => (
              <button
                key={each}
                type="button"
                className="button"
                aria-pressed={shows === each}
                onClick={() => setShows(each)}
              >
                {t(`figure.${each}`)}
              </button>
            ))}
          </span>
          <FigureFiles
            title={title}
            fileName={fileName}
            png={() => pngOf(frame, drawing)}
            csv={() => csvOf(table, [title, sentence, source])}
          />
        </div>
      </div>
      {controls}
      <p className="figure-sentence">{sentence}</p>
      {shows === 'chart' ? children : <TableTwin caption={title} table={table} />}
    </section>
  );
};

/** The same for a chart of bars alone. */
export const BarFigure = ({
  groups,
  ...figure
}: Omit<FigureProps, 'drawing' | 'children'> & { readonly groups: readonly BarGroup[] }) => (
  <Figure {...figure} drawing={barsDrawing(groups)}>
    <Bars groups={groups} />
  </Figure>
);

interface FigureFilesProps {
  readonly title: string;
  readonly fileName: string;
  readonly png: () => Promise<Blob>;
  readonly csv: () => string;
}

const FigureFiles = ({ title, fileName, png, csv }: FigureFilesProps) => {
  const t = useTexts();
  const [error, setError] = useState<unknown>(null);
  const run = (work: () => Promise<string>): void => {
    setError(null);
    work().then(announce, setError);
  };
  const copy = async (): Promise<string> => {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png() })]);
    return t('figure.copied', { title });
  };
  const savePng = async (): Promise<string> => {
    saveFile(`${fileName}.png`, await png());
    return t('figure.saved', { title });
  };
  const saveCsv = (): Promise<string> => {
    saveFile(`${fileName}.csv`, new Blob([csv()], { type: 'text/csv;charset=utf-8' }));
    return Promise.resolve(t('figure.saved', { title }));
  };
  const button = (key: 'copy' | 'png' | 'csv', work: () => Promise<string>) => (
    <button
      type="button"
      className="button button-quiet"
      aria-label={t(`figure.${key}.of`, { title })}
      onClick={() => run(work)}
    >
      {key !== 'copy' && <Icon name="download" />} {t(`figure.${key}`)}
    </button>
  );
  return (
    <>
      {button('copy', copy)}
      {button('png', savePng)}
      {button('csv', saveCsv)}
      {error !== null && <Failure error={error} />}
    </>
  );
};
