import { Link } from 'react-router';
import type { Place, SurveyForm } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { PlaceName } from '../ui/place-name.js';
import { useMe } from '../session/session.js';

/** That the round asks the LAO no longer, and how its form hangs together with those of other LAOs. */
export const RosterNotice = ({ form }: { readonly form: SurveyForm }) => {
  const t = useTexts();
  const { fiscalYear, withdrawn, predecessors } = form;
  return (
    <>
      {withdrawn && (
        <p className="notice">
          {t('form.withdrawn', { time: dateTime(withdrawn.at), reason: withdrawn.reason })}{' '}
          {withdrawn.successor && (
            <>
              {t('form.successor')} <OtherForm year={fiscalYear} lao={withdrawn.successor} />
            </>
          )}
        </p>
      )}
      {predecessors.length > 0 && (
        <p className="notice">
          {t('form.predecessors')}{' '}
          {predecessors.map((lao) => (
            <OtherForm key={lao.code} year={fiscalYear} lao={lao} />
          ))}
        </p>
      )}
    </>
  );
};

/** LAO staff see their own form alone: to them the other is a name. */
const OtherForm = ({ year, lao }: { readonly year: number; readonly lao: Place }) => {
  const { role } = useMe();
  const { code } = lao;
  return role === 'lao' ? (
    <span>
      <PlaceName of={lao} /> ({code})
    </span>
  ) : (
    <Link to={`/surveys/${year}/${code}`}>
      <PlaceName of={lao} /> ({code})
    </Link>
  );
};
