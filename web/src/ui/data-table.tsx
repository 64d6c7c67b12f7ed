import type { ReactNode } from 'react';
import { useTexts } from '../i18n/language.js';

interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The lines; each ends in a cell of what can be done with it. */
  readonly children: ReactNode;
}

/** Things to look through and to act on; narrow, each line becomes a card. Caption and last head are for those who hear the page. */
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
