import type { ReactNode } from 'react';
import { useTexts } from '../i18n/language.js';

interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The rows; the last cell of each holds its buttons. */
  readonly children: ReactNode;
}

/** A table with buttons in its last column. On a phone each row is a card. The caption and the last head are for screen readers. */
export const DataTable = ({ caption, columns, children }: DataTableProps) => {
  const t = useTexts();
  return (
    <table className="data-table cards">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t('list.action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
};
