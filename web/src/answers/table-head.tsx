import { memo, type CSSProperties, type ReactNode } from 'react';
import { titleOf, useTexts } from '../i18n/language.js';
import type { Column, Layout } from './columns.js';
import { fieldKeys, shortKeys } from './fields.js';

/** Wider than this, a table needs more room than an ordinary window has beside the aspects. */
const ORDINARY_WIDTH = 1060;

/** What a table of answers says to its style sheet. */
export const tableProps = ({ width, ticks }: Layout) => ({
  className: width > ORDINARY_WIDTH ? 'form-table form-table-wide' : 'form-table',
  style: { '--table-width': `${width}px`, '--ticks': ticks } as CSSProperties,
});

/** The two-level head. The cells' controls are named by these ids, so a screen reader says row and column. */
export const TableHead = memo(({ layout, action }: { readonly layout: Layout; readonly action: boolean }) => {
  const t = useTexts();
  const { groups } = layout;
  return (
    <>
      <colgroup>
        <col className="col-service" />
        {groups.map(({ field, columns }) => (
          <col
            key={field.id}
            className={`col-${field.kind}`}
            style={{ '--column-width': `${field.width}px` } as CSSProperties}
            span={columns.length}
          />
        ))}
        {action && <col className="col-action" />}
      </colgroup>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" rowSpan={2} scope="col" className="head-service">
            {t('col.service')}
          </th>
          {groups.map(({ field, columns }) =>
            field.kind === 'yes-no' || field.kind === 'ticks' ? (
              <th key={field.id} role="columnheader" colSpan={columns.length} scope="colgroup">
                <HeadText full={t(fieldKeys[field.name])} short={t(shortKeys[field.name])} />
              </th>
            ) : (
              <th
                key={field.id}
                role="columnheader"
                rowSpan={2}
                scope="col"
                id={`col-${field.id}`}
                className={`head-${field.kind}`}
              >
                <HeadText full={t(fieldKeys[field.name])} short={t(shortKeys[field.name])} />
              </th>
            ),
          )}
          {action && (
            <th role="columnheader" rowSpan={2} scope="col">
              <span className="visually-hidden">{t('list.action')}</span>
            </th>
          )}
        </tr>
        <tr role="row">
          {groups.flatMap(({ columns }) =>
            columns.map((column) => <ColumnHead key={column.id} column={column} />),
          )}
        </tr>
      </thead>
    </>
  );
});
TableHead.displayName = 'TableHead';

/** On the screen a short head, with the questionnaire's words on hovering and for screen readers. Printed are those words. */
const HeadText = ({ full, short }: { readonly full: string; readonly short: ReactNode }) => (
  <>
    <span className="head-full">{full}</span>
    <span className="head-short" aria-hidden="true" title={full}>
      {short}
    </span>
  </>
);

/** In the second line; the heads of a list and a count take both lines. */
const ColumnHead = ({ column }: { readonly column: Column }) => {
  const t = useTexts();
  const id = `col-${column.id}`;
  if ('choice' in column) {
    const { number } = column.choice;
    const title = titleOf(column.choice);
    return (
      <th role="columnheader" scope="col" id={id} className="head-step">
        <HeadText
          full={`${t('col.step', { number })} ${title}`}
          short={
            <>
              <strong>{number}</strong> {firstOf(title)}
            </>
          }
        />
      </th>
    );
  }
  if (!('title' in column)) return null;
  return (
    <th role="columnheader" scope="col" id={id}>
      {t(column.title)}
    </th>
  );
};

/** Of things that are listed with slashes, the first. */
const firstOf = (title: string): string => title.replace(/\/.*/, '');
