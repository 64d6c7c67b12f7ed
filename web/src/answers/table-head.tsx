import { memo } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { titleOf, useTexts } from '../i18n/language.js';

/** The two-level head; the cells' controls are named by these ids, so that a screen reader hears row and column. */
export const TableHead = memo(
  ({ questionnaire, action }: { readonly questionnaire: Questionnaire; readonly action: boolean }) => {
    const t = useTexts();
    return (
      <>
        <colgroup>
          <col className="col-service" />
          <col className="col-has" span={2} />
          <col className="col-needed" span={2} />
          <col className="col-step" span={questionnaire.processSteps.length} />
          <col className="col-channels" />
          <col className="col-users" />
          {action && <col className="col-action" />}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" rowSpan={2} scope="col" className="head-service">
              {t('col.service')}
            </th>
            <th role="columnheader" colSpan={2} scope="colgroup" id="col-has">
              {t('col.has')}
            </th>
            <th role="columnheader" colSpan={2} scope="colgroup" id="col-needed">
              {t('col.needed')}
            </th>
            <th
              role="columnheader"
              colSpan={questionnaire.processSteps.length}
              scope="colgroup"
              id="col-steps"
            >
              {t('col.steps')}
            </th>
            <th role="columnheader" rowSpan={2} scope="col" id="col-channels">
              {t('col.channels')}
            </th>
            <th role="columnheader" rowSpan={2} scope="col" id="col-users">
              {t('col.users')}
            </th>
            {action && (
              <th role="columnheader" rowSpan={2} scope="col">
                <span className="visually-hidden">{t('list.action')}</span>
              </th>
            )}
          </tr>
          <tr role="row">
            <th role="columnheader" scope="col" id="col-has-yes">
              {t('col.has.yes')}
            </th>
            <th role="columnheader" scope="col" id="col-has-no">
              {t('col.has.no')}
            </th>
            <th role="columnheader" scope="col" id="col-needed-yes">
              {t('col.needed.yes')}
            </th>
            <th role="columnheader" scope="col" id="col-needed-no">
              {t('col.needed.no')}
            </th>
            {questionnaire.processSteps.map((step) => (
              <th
                key={step.id}
                role="columnheader"
                scope="col"
                id={`col-step-${step.id}`}
                className="head-step"
              >
                <span className="head-step-number">{t('col.step', { number: step.number })}</span>{' '}
                {titleOf(step)}
              </th>
            ))}
          </tr>
        </thead>
      </>
    );
  },
);
TableHead.displayName = 'TableHead';
