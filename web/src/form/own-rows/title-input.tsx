import { useRef, useState, type KeyboardEvent } from 'react';
import { comparable } from '../../answers/titles.js';
import { useTexts } from '../../i18n/language.js';
import { failureText } from '../../ui/failure.js';
import { useForm } from '../saving/context.js';

interface TitleInputProps {
  readonly label: string;
  readonly title: string;
  /** What was typed before a reload. */
  readonly begun?: string;
  /** The row that has the title; null for a new one. */
  readonly rowId: string | null;
  readonly onChange?: (title: string) => void;
  /** Records the title. Rejects with the reason why it cannot. */
  readonly onDone: (title: string) => Promise<void>;
  /** Nothing was typed, or the person gave it up. `byKey`: the focus is still here. */
  readonly onLeave: (byKey: boolean) => void;
}

/** A title typed in its place. Enter or leaving the field records it, Escape gives it up. */
export const TitleInput = ({ label, title, begun, rowId, onChange, onDone, onLeave }: TitleInputProps) => {
  const t = useTexts();
  const { store } = useForm();
  const [typed, setTyped] = useState(begun ?? title);
  const [error, setError] = useState<unknown>(null);
  // Enter takes the focus away, so leaving the field would record the title again.
  const settled = useRef(false);
  const twin = twinOf(store.form.aspects, typed, rowId);
  const isNew = comparable(typed) !== '' && typed.trim() !== title;

  const leave = (byKey: boolean): void => {
    settled.current = true;
    onLeave(byKey);
  };
  const done = async (byKey: boolean): Promise<void> => {
    if (settled.current) return;
    if (!isNew && (rowId !== null || typed.trim() === '')) return leave(byKey);
    settled.current = true;
    setError(null);
    try {
      await onDone(typed.trim());
    } catch (failure) {
      settled.current = false;
      setError(failure);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The keys of the grid are for answers.
    event.stopPropagation();
    // The cells of a new row come after its title, and are there once it is recorded.
    const goesOn = rowId === null && isNew && event.key === 'Tab' && !event.shiftKey;
    if (event.key === 'Enter' || goesOn) void done(true);
    else if (event.key === 'Escape') leave(true);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        className="title-input"
        aria-label={label}
        aria-describedby="title-note"
        aria-invalid={error !== null || undefined}
        maxLength={MAX_TITLE}
        // The person asked to type here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange?.(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => void done(false)}
      />
      <span id="title-note" role="status" className={error === null ? 'row-help' : 'cell-error'}>
        {error !== null && failureText(error, t)}
        {/* Two services may have one name: the person decides. */}
        {error === null && twin && t('form.same-title', { number: twin.number })}
      </span>
    </>
  );
};

/** The longest title that the server takes. */
const MAX_TITLE = 500;

interface Titled {
  readonly number: number;
  readonly rows: readonly { readonly id: string; readonly title: string }[];
}

/** The aspect that has another row of this title. */
const twinOf = <Aspect extends Titled>(
  aspects: readonly Aspect[],
  title: string,
  rowId: string | null,
): Aspect | undefined => {
  const wanted = comparable(title);
  if (wanted === '') return undefined;
  return aspects.find(({ rows }) => rows.some((row) => row.id !== rowId && comparable(row.title) === wanted));
};
