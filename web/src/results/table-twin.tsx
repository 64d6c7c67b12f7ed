import { Link } from 'react-router';
import type { Cell, Table } from './table.js';
import { useTexts } from './texts.js';

/** The numbers of a chart as a table. Each number leads to the LAOs behind it. */
export const TableTwin = ({ caption, table }: { readonly caption: string; readonly table: Table }) => {
  const t = useTexts();
  return (
    <div
      className="scroll-x"
      tabIndex={0}
      role="region"
      aria-label={t('figure.table.of', { title: caption })}
    >
      <table className="data-table results-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ id, cells: [name, ...cells] }) => (
            <tr key={id}>
              <th scope="row">{name !== undefined && <CellText cell={name} />}</th>
              {cells.map((cell, index) => (
                <td key={table.columns[index + 1]} className={isNumber(cell) ? 'number' : undefined}>
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const isNumber = (cell: Cell): boolean => typeof cell !== 'string' && cell.number !== undefined;

const CellText = ({ cell }: { readonly cell: Cell }) => {
  if (typeof cell === 'string') return cell;
  return cell.to === undefined ? cell.text : <Link to={cell.to}>{cell.text}</Link>;
};
