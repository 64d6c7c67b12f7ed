import type { ReactNode } from 'react';
import { useTexts } from '../i18n/language.js';

/** A column of numbers has its head above their right edge. */
type Column = string | { readonly number: string };

interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
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
          {columns.map((column) =>
            typeof column === 'string' ? (
              <th key={column} scope="col">
                {column}
              </th>
            ) : (
              <th key={column.number} scope="col" className="number">
                {column.number}
              </th>
            ),
          )}
          <th scope="col">
            <span className="visually-hidden">{t('list.action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
};
