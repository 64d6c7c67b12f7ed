import { useRef, type ReactNode } from 'react';
import { moved } from './edit.js';
import { titleFieldId } from './fields.js';
import { useTexts } from './texts.js';

interface ItemListProps<Item> {
  readonly items: readonly Item[];
  readonly onChange: (items: readonly Item[]) => void;
  readonly titleOf: (item: Item) => string;
  readonly children: (item: Item, index: number) => ReactNode;
  /** Undefined where nothing can be added. */
  readonly add?: { readonly label: string; readonly make: () => Item };
  readonly keep?: (item: Item) => boolean;
}

/** A list whose items can be moved, removed and added by buttons. The focus stays at what was moved, or goes to what is new. */
export const ItemList = <Item extends { readonly id: string }>({
  items,
  onChange,
  titleOf,
  children,
  add,
  keep,
}: ItemListProps<Item>) => {
  const t = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const focus = (find: () => HTMLElement | null | undefined): void =>
    void requestAnimationFrame(() => find()?.focus());
  const move = (index: number, by: -1 | 1): void => {
    const { id } = items[index]!;
    onChange(moved(items, index, by));
    focus(() => list.current?.querySelector<HTMLElement>(`[data-move="${id} ${by}"]`));
  };
  const remove = (index: number): void => {
    onChange(items.toSpliced(index, 1));
    focus(() => list.current?.querySelector<HTMLElement>('[data-add]') ?? list.current);
  };
  const append = (make: () => Item): void => {
    const item = make();
    onChange([...items, item]);
    focus(() => document.getElementById(titleFieldId(item.id)));
  };
  return (
    <div ref={list} className="item-list" tabIndex={-1}>
      {items.map((item, index) => {
        const title = titleOf(item) || t('questionnaire.untitled');
        return (
          <fieldset key={item.id} className="item">
            <legend>
              {index + 1}. {title}
            </legend>
            {children(item, index)}
            <p className="item-tools">
              {([-1, 1] as const).map((by) => {
                const end = index + by < 0 || index + by >= items.length;
                return (
                  <button
                    key={by}
                    type="button"
                    className="button"
                    data-move={`${item.id} ${by}`}
                    aria-disabled={end || undefined}
                    aria-label={t(by === -1 ? 'questionnaire.up' : 'questionnaire.down', { title })}
                    onClick={() => !end && move(index, by)}
                  >
                    {by === -1 ? '↑' : '↓'}
                  </button>
                );
              })}
              {!keep?.(item) && (
                <button
                  type="button"
                  className="button button-danger"
                  aria-label={t('questionnaire.remove', { title })}
                  onClick={() => remove(index)}
                >
                  {t('questionnaire.remove.short')}
                </button>
              )}
            </p>
          </fieldset>
        );
      })}
      {add && (
        <p>
          <button type="button" className="button" data-add onClick={() => append(add.make)}>
            {add.label}
          </button>
        </p>
      )}
    </div>
  );
};
