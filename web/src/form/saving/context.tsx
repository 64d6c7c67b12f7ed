import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { FormStore } from './store.js';
import type { RowView } from './row-view.js';
import type { AspectView } from './aspect-view.js';
import type { Saving } from './saving.js';

export interface FormTools {
  readonly store: FormStore;
  readonly saving: Saving;
}
export const FormContext = createContext<FormTools | null>(null);

export const useForm = (): FormTools => {
  const tools = useContext(FormContext);
  if (!tools) throw new Error('no form is open here');
  return tools;
};

/** One row. Its component does not render for changes of other rows. */
export const useRow = (rowId: string): RowView | undefined => {
  const { store } = useForm();
  const subscribe = useCallback((listener: () => void) => store.subscribe(rowId, listener), [store, rowId]);
  return useSyncExternalStore(subscribe, () => store.row(rowId));
};

export const useAspect = (aspectId: string): AspectView => {
  const { store } = useForm();
  const subscribe = useCallback(
    (listener: () => void) => store.subscribe(`aspect:${aspectId}`, listener),
    [store, aspectId],
  );
  return useSyncExternalStore(subscribe, () => store.aspect(aspectId));
};

/** All aspects. Renders when a count changes, not at each keystroke. */
export const useAspects = (): readonly AspectView[] => {
  const { store } = useForm();
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = store.aspectIds().map((id) => store.subscribe(`aspect:${id}`, listener));
      return () => stops.forEach((stop) => stop());
    },
    [store],
  );
  return useSyncExternalStore(subscribe, () => store.aspectViews());
};
