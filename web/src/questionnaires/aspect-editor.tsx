import type { Aspect, Choice, Group, StandardRow } from '../../../src/questionnaire/questionnaire.js';
import { OTHER } from '../../../src/questionnaire/answer.js';
import { titleOf } from '../i18n/language.js';
import { firstChoices, newChoice, newGroup, newRow, type Path } from './edit.js';
import { TextField, TitleFields } from './fields.js';
import { ItemList } from './item-list.js';
import { useTexts } from './texts.js';

export type ChangeAt = (path: Path, value: unknown) => void;

interface AspectEditorProps {
  readonly aspect: Aspect;
  /** The place of the aspect. */
  readonly path: Path;
  readonly change: ChangeAt;
}

/** The groups and rows of one aspect. */
export const AspectEditor = ({ aspect, path, change }: AspectEditorProps) => {
  const t = useTexts();
  const groups = [...path, 'groups'];
  return (
    <>
      <TitleFields item={aspect} onChange={(member, value) => change([...path, member], value)} />
      <h3>{t('questionnaire.groups')}</h3>
      <ItemList
        items={aspect.groups}
        onChange={(items) => change(groups, items)}
        titleOf={titleOf}
        add={{ label: t('questionnaire.add-group'), make: newGroup }}
      >
        {(group, index) => <GroupEditor group={group} path={[...groups, index]} change={change} />}
      </ItemList>
    </>
  );
};

const GroupEditor = ({
  group,
  path,
  change,
}: {
  readonly group: Group;
  readonly path: Path;
  readonly change: ChangeAt;
}) => {
  const t = useTexts();
  const rows = [...path, 'rows'];
  return (
    <>
      {!group.implicit && (
        <TitleFields item={group} onChange={(member, value) => change([...path, member], value)} />
      )}
      <ItemList
        items={group.rows}
        onChange={(items) => change(rows, items)}
        titleOf={titleOf}
        add={{ label: t('questionnaire.add-row'), make: newRow }}
      >
        {(row, index) => <RowEditor row={row} path={[...rows, index]} change={change} />}
      </ItemList>
    </>
  );
};

const RowEditor = ({
  row,
  path,
  change,
}: {
  readonly row: StandardRow;
  readonly path: Path;
  readonly change: ChangeAt;
}) => {
  const t = useTexts();
  const set = (member: keyof StandardRow, value: string): void =>
    change([...path, member], value === '' ? undefined : value);
  const setKind = (multiple: boolean): void => {
    const { choices, ...rest } = row;
    change(
      path,
      multiple
        ? { ...rest, kind: 'multi-choice', choices: choices ?? firstChoices() }
        : { ...rest, kind: 'service' },
    );
  };
  return (
    <>
      <TitleFields item={row} onChange={(member, value) => change([...path, member], value)} />
      <div className="field-pair">
        <TextField
          label={t('questionnaire.help-th')}
          lang="th"
          value={row.helpTh ?? ''}
          onChange={(value) => set('helpTh', value)}
        />
        <TextField
          label={t('questionnaire.help-en')}
          lang="en"
          value={row.helpEn ?? ''}
          onChange={(value) => set('helpEn', value)}
        />
      </div>
      <label className="choice">
        <input
          type="checkbox"
          checked={row.kind === 'multi-choice'}
          onChange={(event) => setKind(event.target.checked)}
        />
        {t('questionnaire.with-choices')}
      </label>
      {row.choices && (
        <ChoiceList
          choices={row.choices}
          path={[...path, 'choices']}
          change={change}
          addLabel={t('questionnaire.add-choice')}
        />
      )}
    </>
  );
};

interface ChoiceListProps {
  readonly choices: readonly Choice[];
  readonly path: Path;
  readonly change: ChangeAt;
  readonly addLabel: string;
}

/** Choices or channels. The one for a free text stays, because the rules of the answers know it. */
export const ChoiceList = ({ choices, path, change, addLabel }: ChoiceListProps) => (
  <ItemList
    items={choices}
    onChange={(items) => change(path, items)}
    titleOf={titleOf}
    add={{ label: addLabel, make: newChoice }}
    keep={({ id }) => id === OTHER}
  >
    {(choice, index) => (
      <TitleFields item={choice} onChange={(member, value) => change([...path, index, member], value)} />
    )}
  </ItemList>
);
