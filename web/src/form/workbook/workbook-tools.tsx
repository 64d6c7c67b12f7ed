import { useState, type ChangeEvent } from 'react';
import { api, files } from '../../api/calls.js';
import type { WorkbookDifferences } from '../../api/types.js';
import type { DraftOwner } from '../../drafts/record.js';
import { useTexts } from '../../i18n/language.js';
import { failureText } from '../../ui/failure.js';
import { DownloadLink } from '../../ui/download-link.js';
import { announce } from '../../ui/toasts.js';
import type { OwnRows } from '../own-rows/use-own-rows.js';
import { ImportDialog } from './import-dialog.js';

interface WorkbookToolsProps {
  readonly owner: DraftOwner;
  readonly ownRows: OwnRows;
}

interface Read {
  readonly name: string;
  readonly differences: WorkbookDifferences;
}

/** The form as an Excel workbook, and back. */
export const WorkbookTools = ({ owner: { year, lao }, ownRows }: WorkbookToolsProps) => {
  const t = useTexts();
  const [read, setRead] = useState<Read | null>(null);
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = target.files?.[0];
    if (!file) return;
    try {
      setRead({ name: file.name, differences: await api.workbookDifferences(year, lao, file) });
    } catch (error) {
      announce(failureText(error, t));
    } finally {
      // The same file can be chosen again after it was corrected.
      target.value = '';
    }
  };
  return (
    <span className="workbook-tools">
      <DownloadLink href={files.form(year, lao)} label={t('workbook.download')} />
      <label className="button button-quiet file-button">
        {t('workbook.open')}
        <input
          type="file"
          className="visually-hidden"
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => void choose(event)}
        />
      </label>
      {read && <ImportDialog {...read} ownRows={ownRows} onClose={() => setRead(null)} />}
    </span>
  );
};
