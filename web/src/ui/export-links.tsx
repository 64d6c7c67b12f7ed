import { files, type ExportFilter } from '../api/calls.js';
import { useTexts } from '../i18n/language.js';
import { DownloadLink } from './download-link.js';

/** The answers behind a list as files. The browser shows how far they are, and an export that breaks off as failed. */
export const ExportLinks = (filter: ExportFilter) => {
  const t = useTexts();
  return (
    <p className="export-links">
      <DownloadLink href={files.answers('xlsx', filter)} label={t('export.xlsx', { year: filter.year })} />{' '}
      <DownloadLink href={files.answers('csv', filter)} label={t('export.csv', { year: filter.year })} />
    </p>
  );
};
