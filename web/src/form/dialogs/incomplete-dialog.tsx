import { Link } from 'react-router';
import type { IncompleteAspect } from '../../../../src/form/completeness.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icons.js';
import { rowTitles, shortName } from '../../answers/answer-text.js';
import { fieldKeys } from '../../answers/fields.js';
import { useForm } from '../saving/context.js';

interface IncompleteDialogProps {
  readonly aspects: readonly IncompleteAspect[];
  readonly base: string;
  readonly onClose: () => void;
}

/** The manual's popup, with a link to each missing cell. */
export const IncompleteDialog = ({ aspects, base, onClose }: IncompleteDialogProps) => {
  const t = useTexts();
  const { store } = useForm();
  const titles = rowTitles(store.questionnaire);
  return (
    <Dialog
      title={t('popup.incomplete')}
      onClose={onClose}
      wide
      alert
      actions={
        <button className="button button-primary" onClick={onClose}>
          {t('popup.ok')}
        </button>
      }
    >
      {aspects.map((item) => {
        const aspect = store.questionnaire.aspects.find(({ id }) => id === item.aspectId);
        if (!aspect) return null;
        return (
          <section key={item.aspectId} className="missing-aspect">
            <h3>
              <Icon name="warning" />{' '}
              <Link to={`${base}/${aspect.id}`} onClick={onClose}>
                {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
              </Link>
            </h3>
            {!item.saved && <p>{t('certify.not-saved')}</p>}
            <ul>
              {item.rows.map(({ rowId, title, missing }) => (
                <li key={rowId}>
                  <Link
                    to={`${base}/${aspect.id}`}
                    state={{ row: rowId, field: missing[0] === 'otherChannel' ? 'channels' : missing[0] }}
                    onClick={onClose}
                  >
                    {titles.get(rowId) ?? title}
                  </Link>
                  : {missing.map((field) => shortName(t(fieldKeys[field]))).join(', ')}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </Dialog>
  );
};
