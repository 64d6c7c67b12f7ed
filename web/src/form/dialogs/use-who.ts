import type { Change } from '../../api/types.js';
import { dateTime } from '../../i18n/dates.js';
import { useTexts } from '../../i18n/language.js';
import { useMe } from '../../session/session.js';

/** Who made a change and when, in words. */
export const useWho = (): ((change: Pick<Change, 'by' | 'at'>) => string) => {
  const t = useTexts();
  const me = useMe();
  return ({ by, at }) =>
    t('conflict.by', {
      name: by.sub === me.sub ? t('conflict.yourself') : `${t(`role.${by.role}`)} (${by.name ?? by.sub})`,
      time: dateTime(at),
    });
};
