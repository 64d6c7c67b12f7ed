import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { titleOf } from '../i18n/language.js';
import { ChoiceList, type ChangeAt } from './aspect-editor.js';
import { newStep } from './edit.js';
import { TextField, TitleFields } from './fields.js';
import { ItemList } from './item-list.js';
import { useTexts } from './texts.js';

interface GeneralEditorProps {
  readonly document: Questionnaire;
  readonly change: ChangeAt;
}

/** What is not part of an aspect: version, titles, steps and channels. */
export const GeneralEditor = ({ document, change }: GeneralEditorProps) => {
  const t = useTexts();
  return (
    <>
      <div className="field-pair">
        <TextField
          label={t('campaign.version')}
          value={document.version}
          onChange={(value) => change(['version'], value)}
        />
        <TextField
          label={t('list.fiscal-year')}
          value={String(document.fiscalYear || '')}
          onChange={(value) => change(['fiscalYear'], Number(value.replace(/\D/g, '')))}
        />
      </div>
      <TitleFields item={document} onChange={(member, value) => change([member], value)} />
      <h3>{t('questionnaire.steps')}</h3>
      <ItemList
        items={document.processSteps}
        onChange={(items) => change(['processSteps'], items)}
        titleOf={titleOf}
        add={{ label: t('questionnaire.add-step'), make: newStep }}
      >
        {(step, index) => (
          <>
            <TitleFields
              item={step}
              onChange={(member, value) => change(['processSteps', index, member], value)}
            />
            <TextField
              label={t('questionnaire.head-th')}
              lang="th"
              value={step.headTh}
              onChange={(value) => change(['processSteps', index, 'headTh'], value)}
            />
          </>
        )}
      </ItemList>
      <h3>{t('questionnaire.channels')}</h3>
      <ChoiceList
        choices={document.channels}
        path={['channels']}
        change={change}
        addLabel={t('questionnaire.add-channel')}
      />
    </>
  );
};
