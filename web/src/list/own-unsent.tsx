import { useMemo } from 'react';
import { Link } from 'react-router';
import { useUnsent } from '../drafts/use-unsent.js';
import { useMe } from '../session/session.js';
import { useTexts } from './texts.js';

/** How many rows of this person wait on this computer, with a link to each form that they belong to. */
export const OwnUnsent = () => {
  const t = useTexts();
  const { sub } = useMe();
  const scope = useMemo(() => [sub] as const, [sub]);
  const { rows } = useUnsent(scope);
  if (rows.length === 0) return null;
  const forms = new Map(rows.map(({ year, lao }) => [`/surveys/${year}/${lao}`, { year, lao }]));
  return (
    <p className="notice">
      {t('unsent.on-this-computer', { count: rows.length })}{' '}
      {[...forms].map(([address, form]) => (
        <Link key={address} to={address}>
          {t('unsent.open', form)}
        </Link>
      ))}
    </p>
  );
};
