import type { Change } from '../../api/types.js';
import { dateTime } from '../../i18n/dates.js';
import { useTexts } from '../../i18n/language.js';
import { useMe } from '../../session/session.js';

interface Words {
  /** Who made a change. */
  readonly who: (change: Pick<Change, 'by'>) => string;
  /** The same, and when. */
  readonly whoAndWhen: (change: Pick<Change, 'by' | 'at'>) => string;
}

export const useWho = (): Words => {
  const t = useTexts();
  const me = useMe();
  const who: Words['who'] = ({ by }) =>
    by.sub === me.sub ? t('conflict.yourself') : `${t(`role.${by.role}`)} (${by.name ?? by.sub})`;
  return {
    who,
    whoAndWhen: (change) => t('conflict.by', { name: who(change), time: dateTime(change.at) }),
  };
};
