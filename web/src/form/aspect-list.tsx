import { Link } from 'react-router';
import { titleOf, useTexts, type TextKey } from '../i18n/language.js';
import { Icon, type IconName } from '../ui/icons.js';
import { useAspect, useForm } from './saving/context.js';
import type { AspectView } from './saving/aspect-view.js';

const stateOf = (aspect: AspectView): { icon: IconName; key: TextKey; kind: string } => {
  const complete = aspect.complete === aspect.total;
  if (aspect.attempted && (!complete || !aspect.savedAt)) {
    return { icon: 'warning', key: complete ? 'aspect.not-saved' : 'aspect.incomplete', kind: 'refused' };
  }
  if (aspect.save.is === 'failed') return { icon: 'warning', key: 'cell.failed', kind: 'refused' };
  if (aspect.dirty > 0) return { icon: 'pencil', key: 'cell.unsaved', kind: 'unsaved' };
  if (complete && aspect.savedAt) return { icon: 'complete', key: 'aspect.complete', kind: 'complete' };
  if (aspect.answered === 0 && !aspect.savedAt)
    return { icon: 'not-started', key: 'aspect.not-started', kind: 'not-started' };
  return { icon: 'incomplete', key: complete ? 'aspect.not-saved' : 'aspect.incomplete', kind: 'incomplete' };
};

export const AspectList = ({ base, current }: { readonly base: string; readonly current: string }) => {
  const t = useTexts();
  const { store } = useForm();
  return (
    <nav className="aspects" aria-label={t('form.aspects')}>
      <ol>
        {store.questionnaire.aspects.map((aspect) => (
          <li key={aspect.id}>
            <Link to={`${base}/${aspect.id}`} aria-current={aspect.id === current ? 'page' : undefined}>
              <span className="aspect-title">
                {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
              </span>
              <AspectProgress aspectId={aspect.id} />
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
};

const AspectProgress = ({ aspectId }: { readonly aspectId: string }) => {
  const t = useTexts();
  const aspect = useAspect(aspectId);
  const { icon, key, kind } = stateOf(aspect);
  const left = aspect.total - aspect.complete;
  return (
    <span className={`aspect-state aspect-state-${kind}`}>
      <Icon name={icon} /> <span className="aspect-word">{t(key)}</span>{' '}
      <span className="aspect-count">
        {left > 0
          ? t('aspect.left', { left, total: aspect.total })
          : t('aspect.all', { complete: aspect.complete, total: aspect.total })}
      </span>
    </span>
  );
};
