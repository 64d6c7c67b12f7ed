import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../i18n/language.js';
import { announce, withdrawOffers } from '../../ui/toasts.js';
import { useForm } from './context.js';
import type { DraftOwner } from '../../drafts/record.js';
import type { SaveOutcome } from './saving.js';

interface Save {
  readonly busy: boolean;
  readonly save: (aspectId: string) => Promise<SaveOutcome>;
}

/** Saves one aspect. Where a cell is not valid, the other rows are saved and the cell takes the focus. */
export const useSave = ({ year, lao }: DraftOwner): Save => {
  const t = useTexts();
  const { store, saving } = useForm();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const save = async (aspectId: string): Promise<SaveOutcome> => {
    setBusy(true);
    const outcome = await saving.save(aspectId).finally(() => setBusy(false));
    if (outcome === 'saved' || outcome === 'invalid') {
      withdrawOffers();
      void queries.invalidateQueries({ queryKey: ['form', year, lao] });
    }
    if (outcome === 'invalid') {
      announce(t('save.invalid'));
      const wrong = store.rowsOf(aspectId).find(({ violations }) => violations.length > 0);
      const state = { row: wrong?.row.id, field: wrong?.violations[0]?.field };
      await navigate(`/surveys/${year}/${lao}/${aspectId}`, { state });
    }
    return outcome;
  };
  return { busy, save };
};

/** Ctrl+S saves and Ctrl+Shift+Enter goes on, wherever the focus is. */
export const useSaveKeys = (save: () => void, saveAndNext: () => void): void => {
  const latest = useRef({ save, saveAndNext });
  useEffect(() => {
    latest.current = { save, saveAndNext };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const goesOn = event.shiftKey && event.key === 'Enter';
      if (!goesOn && event.code !== 'KeyS') return;
      event.preventDefault();
      if (goesOn) latest.current.saveAndNext();
      else latest.current.save();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
