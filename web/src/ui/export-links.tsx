import { useEffect, useRef, useState } from 'react';
import { files, type ExportFilter, type ExportFormat } from '../api/calls.js';
import { download } from '../api/download.js';
import { useTexts } from '../i18n/language.js';
import { Failure } from './failure.js';
import { Icon } from './icons.js';
import { saveFile } from './save-file.js';
import { announce } from './toasts.js';

const formats = {
  xlsx: { ending: 'xlsx' },
  csv: { ending: 'csv' },
  wide: { ending: 'xlsx', shape: 'wide' },
  jsonl: { ending: 'jsonl' },
  parquet: { ending: 'parquet' },
} as const satisfies Record<string, ExportFormat>;
type Format = keyof typeof formats;
const usual: readonly Format[] = ['xlsx', 'csv'];
/** For analysts. */
const further: readonly Format[] = ['wide', 'jsonl', 'parquet'];

type Progress =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly bytes: number }
  | { readonly state: 'failed'; readonly format: Format; readonly error: unknown };

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/**
 * The answers behind a list as files. A nation's file takes a while, so the page shows how much has arrived, can end it, and says when
 * it broke off. A part of a file is never saved.
 */
export const ExportLinks = (filter: ExportFilter) => {
  const t = useTexts();
  const [progress, setProgress] = useState<Progress>({ state: 'idle' });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const fetchFile = (format: Format): void => {
    const controller = new AbortController();
    running.current = controller;
    setProgress({ state: 'running', bytes: 0 });
    announce(t('export.begun'));
    download(files.answers(formats[format], filter), controller.signal, (bytes) =>
      setProgress({ state: 'running', bytes }),
    ).then(
      ({ name, content }) => {
        saveFile(name, content);
        announce(t('export.done', { name, megabytes: megabytes(content.size) }));
        setProgress({ state: 'idle' });
      },
      (error: unknown) =>
        setProgress(controller.signal.aborted ? { state: 'idle' } : { state: 'failed', format, error }),
    );
  };

  const button = (format: Format) => (
    <button
      key={format}
      type="button"
      className="button button-quiet"
      disabled={progress.state === 'running'}
      onClick={() => fetchFile(format)}
    >
      <Icon name="download" /> {t(`export.${format}`, { year: filter.year })}
    </button>
  );
  return (
    <div className="export-links screen-only">
      {usual.map(button)}
      <details className="export-further">
        <summary>{t('export.further')}</summary>
        {further.map(button)}
      </details>
      {progress.state === 'running' && (
        <span className="export-progress">
          <progress aria-label={t('export.running')} />
          {t('export.so-far', { megabytes: megabytes(progress.bytes) })}
          <button type="button" className="button" onClick={() => running.current?.abort()}>
            {t('common.cancel')}
          </button>
        </span>
      )}
      {progress.state === 'failed' && (
        <>
          <p className="export-broken">{t('export.broken')}</p>
          <Failure error={progress.error} onRetry={() => fetchFile(progress.format)} />
        </>
      )}
    </div>
  );
};
