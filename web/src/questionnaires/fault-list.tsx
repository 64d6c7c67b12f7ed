import { faultWords } from '../../../src/questionnaire/fault-words.js';
import type { QuestionnaireFault } from '../../../src/questionnaire/questionnaire-faults.js';
import { useLanguage } from '../i18n/language.js';
import { useTexts } from './texts.js';

/** Every fault with its path, so that the author of a file finds it. */
export const FaultList = ({ faults }: { readonly faults: readonly QuestionnaireFault[] }) => {
  const t = useTexts();
  const language = useLanguage();
  if (faults.length === 0) return null;
  return (
    <section aria-labelledby="faults-title">
      <h2 id="faults-title">{t('questionnaire.faults', { count: faults.length })}</h2>
      <ul className="fault-list">
        {faults.map((fault) => (
          <li key={`${fault.path} ${fault.code}`}>
            {fault.path !== '' && <code>{fault.path}</code>} {faultWords(fault, language)}
          </li>
        ))}
      </ul>
    </section>
  );
};
