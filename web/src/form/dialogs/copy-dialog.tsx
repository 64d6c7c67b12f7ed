import { useState } from 'react';
import type { SurveyForm } from '../../api/types.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { Failure, Loading } from '../../ui/failure.js';
import { offer } from '../../ui/toasts.js';
import { useForm } from '../saving/context.js';
import type { RowDraft } from '../../answers/draft.js';
import { copiedFrom, notAddedAgain } from './last-year.js';
import { PlaceName } from '../../ui/place-name.js';
import { useLastYear } from './use-last-year.js';

interface CopyDialogProps {
  readonly form: SurveyForm;
  readonly aspectId: string;
  readonly onClose: () => void;
}

/** Copies last year's answers into the drafts, to be checked, undone or saved. */
export const CopyDialog = ({ form, aspectId, onClose }: CopyDialogProps) => {
  const t = useTexts();
  const { store } = useForm();
  const { forms: last } = useLastYear(form, true);
  const [of, setOf] = useState(0);
  const source = last.data?.[of];
  const [whole, setWhole] = useState(false);
  const [replacing, setReplacing] = useState(false);
  const aspect = store.questionnaire.aspects.find(({ id }) => id === aspectId);
  const everyRow = store.aspectIds().flatMap((id) => store.rowsOf(id));
  const copied = (ofWhole: boolean, replace: boolean): ReadonlyMap<string, RowDraft> =>
    source ? copiedFrom(source, ofWhole ? everyRow : store.rowsOf(aspectId), replace) : new Map();
  const drafts = copied(whole, replacing);
  const replaceable = copied(whole, true).size - copied(whole, false).size;
  const missing = source ? notAddedAgain(source, everyRow) : [];

  const copy = (): void => {
    const step = store.editMany(drafts);
    offer(t('copy.done', { count: drafts.size }), {
      label: t('common.undo'),
      run: () => store.takeBack(step),
    });
    onClose();
  };

  return (
    <Dialog
      title={t('copy.title', { year: form.fiscalYear - 1 })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button button-primary" disabled={drafts.size === 0} onClick={copy}>
            {t('copy.confirm', { count: drafts.size })}
          </button>
        </>
      }
    >
      {last.isPending && <Loading />}
      {last.error && <Failure error={last.error} onRetry={() => void last.refetch()} />}
      {last.data && (
        <>
          <p>{t('copy.explain')}</p>
          {last.data.length > 1 && (
            <fieldset>
              <legend>{t('copy.of')}</legend>
              {last.data.map(({ lao }, index) => (
                <label key={lao.code} className="choice">
                  <input type="radio" name="copy-of" checked={of === index} onChange={() => setOf(index)} />
                  <PlaceName of={lao} /> ({lao.code})
                </label>
              ))}
            </fieldset>
          )}
          <fieldset>
            <legend>{t('copy.what')}</legend>
            {[false, true].map((each) => (
              <label key={String(each)} className="choice">
                <input type="radio" name="copy" checked={whole === each} onChange={() => setWhole(each)} />
                {each ? t('copy.whole') : aspect && titleOf(aspect)}{' '}
                {t('copy.rows', { count: copied(each, replacing).size })}
              </label>
            ))}
          </fieldset>
          {replaceable > 0 && (
            <label className="choice">
              <input
                type="checkbox"
                checked={replacing}
                onChange={(event) => setReplacing(event.target.checked)}
              />
              {t('copy.replace', { count: replaceable })}
            </label>
          )}
          {missing.length > 0 && <p>{t('copy.not-added', { titles: missing.join(', ') })}</p>}
        </>
      )}
    </Dialog>
  );
};
