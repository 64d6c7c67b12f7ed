import type { ReactNode } from 'react';
import { useTexts, type TextKey } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import type { RowView } from '../saving/row-view.js';

/** The row's state in a word and a picture; missing answers show only after a certification was refused. */
export const RowMark = ({ view, asked }: { readonly view: RowView; readonly asked: boolean }): ReactNode => {
  const t = useTexts();
  const mark = (kind: string, icon: Parameters<typeof Icon>[0]['name'], key: TextKey) => (
    <span className={`row-mark row-mark-${kind}`} title={t(key)}>
      <Icon name={icon} />
      <span className="visually-hidden">{t(key)}</span>
    </span>
  );
  if (view.transfer === 'failed') return mark('failed', 'warning', 'cell.failed');
  if (view.transfer === 'saving') return mark('saving', 'saving', 'cell.saving');
  if (asked && view.missing.length > 0) return mark('missing', 'warning', 'cell.missing');
  if (view.dirty) return mark('unsaved', 'pencil', 'cell.unsaved');
  if (view.transfer === 'saved') return mark('saved', 'complete', 'cell.saved');
  if (view.missing.length === 0) return mark('complete', 'complete', 'aspect.complete');
  return null;
};
