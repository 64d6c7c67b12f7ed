import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../api/types.js';
import { usePrinting } from '../hooks/use-printing.js';
import { PrintSheet } from './print-sheet.js';
import { UnsentOnPaper } from './unsent/unsent-on-paper.js';
import type { ListedRow } from './unsent/unsent-list.js';

interface PrintInsteadProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  /** Read when the page is printed. */
  readonly unsent: () => readonly ListedRow[];
}

/** What Ctrl+P prints in place of the screen: the same as the print page. */
export const PrintInstead = ({ form, questionnaire, unsent }: PrintInsteadProps) =>
  usePrinting() && (
    <div className="print-sheet print-instead">
      <PrintSheet form={form} questionnaire={questionnaire}>
        <UnsentOnPaper form={form} questionnaire={questionnaire} rows={unsent()} />
      </PrintSheet>
    </div>
  );
