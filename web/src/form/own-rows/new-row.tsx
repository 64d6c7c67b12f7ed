import { useTexts } from '../../i18n/language.js';
import { TitleInput } from './title-input.js';

interface NewRowProps {
  /** Of the whole table. */
  readonly columns: number;
  readonly title: string;
  readonly onChange: (title: string) => void;
  readonly onAdd: (title: string) => Promise<void>;
  readonly onLeave: (byKey: boolean) => void;
}

/** An empty line of the table. It becomes a row once it has a title; the cells beside it open then. */
export const NewRow = ({ columns, title, onChange, onAdd, onLeave }: NewRowProps) => {
  const t = useTexts();
  return (
    <tr role="row" className="row row-added row-new">
      <th role="rowheader" scope="row" className="cell">
        <TitleInput
          label={t('form.new-title')}
          title=""
          begun={title}
          rowId={null}
          onChange={onChange}
          onDone={onAdd}
          onLeave={onLeave}
        />
      </th>
      <td role="cell" colSpan={columns - 1} className="cell cell-text row-help">
        {t('form.new-title.hint')}
      </td>
    </tr>
  );
};
