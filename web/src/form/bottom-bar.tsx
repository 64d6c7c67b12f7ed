import { Link } from 'react-router';
import { timeOfDay } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { ToastPlace } from '../ui/toasts.js';
import { useOnline } from '../hooks/use-online.js';
import { Closing } from './closing.js';
import { useAspects } from './saving/context.js';

interface BottomBarProps {
  readonly aspectId: string;
  readonly closesAt: string | undefined;
  readonly hasNext: boolean;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onCertify: () => void;
}

export const BottomBar = ({ aspectId, closesAt, hasNext, busy, onSave, onCertify }: BottomBarProps) => {
  const t = useTexts();
  const aspects = useAspects();
  const complete = aspects.reduce((sum, aspect) => sum + aspect.complete, 0);
  const total = aspects.reduce((sum, aspect) => sum + aspect.total, 0);
  const ready = aspects.every((aspect) => aspect.savedAt && aspect.complete === aspect.total);
  return (
    <footer className="bottom-bar">
      <SaveState aspectId={aspectId} />
      <span className="closing">{t('form.complete-rows', { complete, total })}</span>
      {closesAt && <Closing closesAt={closesAt} />}
      <ToastPlace />
      <Link className="button" to="/surveys">
        {t('form.back')}
      </Link>
      <button
        type="button"
        className={ready ? 'button' : 'button button-primary'}
        disabled={busy}
        onClick={onSave}
      >
        {t(hasNext ? 'form.save-next' : 'form.save')}
      </button>
      {(ready || !hasNext) && (
        <button
          type="button"
          className={ready ? 'button button-primary' : 'button'}
          disabled={busy}
          onClick={onCertify}
        >
          {t('form.certify')}
        </button>
      )}
    </footer>
  );
};

const SaveState = ({ aspectId }: { readonly aspectId: string }) => {
  const t = useTexts();
  const online = useOnline();
  const aspects = useAspects();
  const here = aspects.find(({ id }) => id === aspectId);
  const dirty = aspects.reduce((sum, aspect) => sum + aspect.dirty, 0);
  const any = (state: string): boolean => aspects.some(({ save }) => save.is === state);
  const failure = aspects.flatMap(({ save }) => (save.is === 'failed' ? [save.reason] : []))[0];
  const [icon, text, kind] = failure
    ? (['warning', failure, 'bad'] as const)
    : any('waiting') || (!online && dirty > 0)
      ? (['offline', t(online ? 'save.waiting' : 'save.offline'), 'waiting'] as const)
      : any('saving')
        ? (['saving', t('save.saving'), 'saving'] as const)
        : dirty > 0
          ? (['pencil', t('save.unsaved', { count: dirty }), 'unsaved'] as const)
          : here?.savedAt
            ? (['complete', t('save.saved', { time: timeOfDay(here.savedAt) }), 'saved'] as const)
            : (['not-started', t('save.nothing'), 'nothing'] as const);
  return (
    <span className={`save-state save-state-${kind}`} role="status">
      <Icon name={icon} /> {text}
    </span>
  );
};
