/**
 * Who may call what, as the domain says it (docs/configuration.md and the README tell people the same). It is written
 * by hand, apart from the policies in the code, so that a wrong policy shows. An operation without a rule is a fault.
 */
type Role = 'lao' | 'province' | 'auditor' | 'admin';

const everyone: readonly Role[] = ['lao', 'province', 'auditor', 'admin'];
const reviewers: readonly Role[] = ['province', 'auditor', 'admin'];

/** The first rule that fits counts. */
const rules: readonly (readonly [operation: RegExp, who: readonly Role[] | 'public'])[] = [
  [/^\w+ \/(auth|health|metrics|verify|open)(\/|$)/, 'public'],
  // An LAO alone answers and certifies.
  [/^(PUT|POST|DELETE) \/api\/surveys\/\{year\}\/\{lao\}\/(aspects|certification|form\.xlsx)/, ['lao']],
  // The province reviews, returns and certifies.
  [/^POST \/api\/surveys\/\{year\}\/\{lao\}\/(return|review)$/, ['province']],
  [/^POST \/api\/provinces\/\{province\}\/certifications\/\{year\}$/, ['province']],
  // An administrator revokes, and keeps rounds, questionnaires and names.
  [/^POST \/api\/provinces\/\{province\}\/certifications\/\{year\}\/revocation$/, ['admin']],
  [/^(POST|PUT|DELETE) \/api\/(campaigns|questionnaires|people)(\/|$)/, ['admin']],
  [/^GET \/api\/(people|campaigns\/\{year\}\/(roster-changes|publications))(\/|$)/, ['admin']],
  // Who published a version, and when. A version itself is everyone's form.
  [/^GET \/api\/questionnaires$/, ['auditor', 'admin']],
  // What differs most among the LAOs of a province is for those who review.
  [/^GET \/api\/surveys\/\{year\}\/\{lao\}\/outliers$/, reviewers],
  // The log as a whole is for those who audit it.
  [/^(GET|POST) \/api\/audit\/(checkpoints|proofs|comparison|readings)(\/|$)/, ['auditor', 'admin']],
  [/^GET \/api\/audit\/campaigns\/\{year\}\/(package|history|certification-times)/, ['auditor', 'admin']],
  // An LAO reads its own survey, and nothing of a province.
  [/^GET \/api\/audit\/surveys\/\{year\}\/\{lao\}\/package$/, reviewers],
  [/^GET \/api\/(audit\/provinces|provinces|progress)\//, reviewers],
  // Results by group, and the LAOs behind a number, are for those who see other LAOs.
  [/^GET \/api\/results\/\{year\}\/(groups|laos)$/, reviewers],
  // Each person's own tokens; the results of the own office.
  [/^\w+ \/api\/tokens(\/|$)/, everyone],
  [/^GET \/odata\//, everyone],
  [/^GET \/api\//, everyone],
];

export const whoMay = (operation: string): readonly Role[] | 'public' | undefined =>
  rules.find(([pattern]) => pattern.test(operation))?.[1];

/** What only those who see the whole nation may read. */
export const isNational = (operation: string): boolean =>
  /^GET \/api\/audit\/(comparison$|campaigns\/\{year\}\/(package|history|certification-times))/.test(
    operation,
  );
