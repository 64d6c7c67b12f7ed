import type { th } from './th.js';

/** English wording of every problem: `{name}` is a detail of the problem. */
export const en: { readonly [code in keyof typeof th]: { readonly title: string; readonly detail: string } } =
  {
    'not-signed-in': { title: 'Please sign in', detail: 'You have to be signed in to use this.' },
    'invalid-token': {
      title: 'Invalid token',
      detail: 'The token has expired, was revoked, is not signed properly, or comes from another issuer.',
    },
    'token-resting': {
      title: 'The token rests',
      detail:
        'Single sign-on no longer confirms your account. Sign in to the system once, and the token works again.',
    },
    'token-reads-results': {
      title: 'The token only reads results',
      detail: 'A personal token is for exports and OData. Sign in for everything else.',
    },
    'sign-in-failed': { title: 'Sign-in failed', detail: 'The identity provider said: {reason}' },
    'invalid-logout-token': {
      title: 'Invalid logout token',
      detail: 'The token has expired, is not signed properly, or announces no sign-out.',
    },
    'sign-in-unavailable': {
      title: 'Single sign-on is not available',
      detail: 'The identity provider cannot be reached. Those who are signed in can go on working.',
    },
    'no-access': { title: 'No access', detail: 'This account has no role or no office in the survey.' },
    'not-allowed': { title: 'Not allowed', detail: 'Your role may not do this.' },
    'out-of-scope': { title: 'Outside your scope', detail: 'This belongs to another office or province.' },
    'too-few-laos': {
      title: 'Too few organisations',
      detail:
        'Numbers are shown of at least {fewest} organisations together, so that none shows the answers of one.',
    },
    'cross-site-request': {
      title: 'Request from another site',
      detail: 'Only requests from this system’s own pages are accepted.',
    },

    'not-found': { title: 'Not found', detail: 'There is nothing at this address.' },
    'unknown-campaign': {
      title: 'Unknown campaign',
      detail: 'There is no campaign for fiscal year {fiscalYear}.',
    },
    'unknown-lao': { title: 'Unknown LAO', detail: 'There is no LAO with code {laoCode}.' },
    'unknown-province': {
      title: 'Unknown province',
      detail: 'There is no province with code {provinceCode}.',
    },
    'lao-not-in-campaign': {
      title: 'LAO not in the campaign',
      detail: 'LAO {laoCode} is not in the campaign of fiscal year {fiscalYear}.',
    },
    'lao-not-in-province': {
      title: 'LAO not in the province',
      detail: 'LAO {laoCode} is not in province {provinceCode}.',
    },
    'province-not-in-campaign': {
      title: 'Province not in the campaign',
      detail: 'Province {provinceCode} is not in the campaign of fiscal year {fiscalYear}.',
    },
    'unknown-aspect': { title: 'Unknown aspect', detail: 'The questionnaire has no aspect “{aspectId}”.' },
    'unknown-group': { title: 'Unknown group', detail: 'The aspect has no group “{groupId}”.' },
    'unknown-row': { title: 'Unknown row', detail: 'The aspect has no row “{rowId}”.' },
    'unknown-rows': {
      title: 'Unknown rows',
      detail: 'There are no rows {rowIds} here; nothing was recorded.',
    },
    'unknown-revision': { title: 'Unknown revision', detail: 'The survey has no revision {revision}.' },
    'no-standing-certification': {
      title: 'No certification stands',
      detail:
        'This office has not certified that year, or its certification was undone. Name a revision for the receipt of an earlier one.',
    },
    'not-a-certification': {
      title: 'No such certification',
      detail: 'Revision {revision} is not a certification of this office.',
    },
    'unknown-fingerprint': {
      title: 'No certification has this fingerprint',
      detail: 'The system never recorded a certification with the fingerprint {fingerprint}.',
    },
    'unknown-position': {
      title: 'Unknown position',
      detail: 'No event stands at position {position} in the part of the log that was asked about.',
    },
    'unknown-log-size': {
      title: 'The log never had that size',
      detail: 'The log has {events} events; nothing can be proved about a size of {size}.',
    },
    'no-checkpoint': {
      title: 'There is no checkpoint',
      detail: 'The log has not been attested yet, or there is no checkpoint of that size.',
    },
    'results-not-published': {
      title: 'Not published',
      detail: 'The department has not published the results of fiscal year {fiscalYear} as open data.',
    },
    'results-withdrawn': {
      title: 'Withdrawn',
      detail: 'The department withdrew the published results of fiscal year {fiscalYear} at {withdrawnAt}.',
    },
    'results-being-prepared': {
      title: 'Being prepared',
      detail: 'The files of fiscal year {fiscalYear} are not ready yet. Try again in some minutes.',
    },
    'campaign-still-open': {
      title: 'The round is still open',
      detail: 'Results are published once the round of {fiscalYear} is closed. It closes at {closesAt}.',
    },
    'unknown-token': {
      title: 'Unknown token',
      detail: 'You have no token {id}. It may be revoked or expired.',
    },
    'unknown-person': { title: 'Unknown person', detail: 'Nothing is kept of the subject {sub}.' },
    'unknown-questionnaire': {
      title: 'Unknown questionnaire',
      detail: 'There is no questionnaire version {version}.',
    },

    'invalid-questionnaire': {
      title: 'The questionnaire is not right',
      detail: 'It has {count} faults; nothing was published.',
    },
    'questionnaire-published': {
      title: 'This version is published',
      detail:
        'Version {version} of the questionnaire was published at {publishedAt}. A published version never changes.',
    },

    'workbook-not-xlsx': {
      title: 'Not an Excel file',
      detail: 'Save the form as an Excel workbook (.xlsx) and choose it again.',
    },
    'workbook-encrypted': {
      title: 'The file has a password, or is of an old kind',
      detail: 'Remove the password, or save the file as an Excel workbook (.xlsx).',
    },
    'workbook-damaged': {
      title: 'The file is damaged',
      detail:
        'It is cut off or was changed. Open it in Excel or LibreOffice, save it as .xlsx and choose it again.',
    },
    'workbook-too-large': {
      title: 'The file is too large',
      detail: 'It holds far more than a form. Copy the answers into a form that was downloaded anew.',
    },
    'workbook-with-macros': {
      title: 'The file has macros',
      detail: 'Save it as an Excel workbook without macros (.xlsx).',
    },
    'workbook-unsafe': {
      title: 'The file is not safe to read',
      detail: 'No spreadsheet program writes files like this one. Download the form anew.',
    },
    'workbook-not-a-form': {
      title: 'Not a form of this survey',
      detail: 'The workbook is not one that was downloaded here, or its hidden sheet is missing.',
    },
    'workbook-of-another-form': {
      title: 'The form of another office or year',
      detail:
        'The workbook is the form of LAO {laoCode}, fiscal year {fiscalYear}, questionnaire {questionnaireVersion}.',
    },
    'workbook-newer-than-form': {
      title: 'The file is newer than the form',
      detail:
        'The workbook is of revision {revision}, the form has revision {currentRevision}. Try again, or download the form anew.',
    },
    'malformed-json': { title: 'Malformed JSON', detail: 'The body could not be read; nothing was saved.' },
    'unsupported-media-type': { title: 'Unsupported media type', detail: 'Send {accepted}.' },
    'malformed-request': { title: 'Not a request', detail: 'What was sent is not HTTP.' },
    'request-timeout': {
      title: 'The request took too long',
      detail: 'It did not arrive within {seconds} seconds; nothing was saved.',
    },
    'headers-too-large': { title: 'Headers too large', detail: 'The headers of the request are too large.' },
    'invalid-host': { title: 'Invalid host', detail: 'The Host of the request is not a host name.' },
    'method-not-allowed': { title: 'Method not allowed', detail: 'This address answers {allowed}.' },
    'body-too-large': { title: 'Body too large', detail: 'At most {limitBytes} bytes a request.' },
    'invalid-request': {
      title: 'Invalid request',
      detail: 'Correct what “violations” lists and send again; nothing was saved.',
    },
    'moment-to-come': {
      title: 'That time is still to come',
      detail: 'Only the past can be seen as it was, and {at} has not passed yet.',
    },
    'invalid-answers': {
      title: 'Invalid answers',
      detail: 'Some answers are not valid; correct what “violations” lists. Nothing was saved.',
    },
    'invalid-title': {
      title: 'Invalid title',
      detail: 'A title is one line of text, not blank, of at most {maxLength} characters ({reason}).',
    },
    'invalid-reason': {
      title: 'Invalid reason',
      detail: 'Give a reason: text, not blank, of at most {maxLength} characters ({reason}).',
    },
    'invalid-note': {
      title: 'Invalid note',
      detail: 'The note at a row must be one line, not empty, at most {maxLength} characters ({reason}).',
    },
    'unknown-objections': {
      title: 'A note without an objection',
      detail: 'The last return did not name the rows in “rowIds” (null is the survey as a whole).',
    },
    'invalid-fingerprint': {
      title: 'Not a fingerprint',
      detail: 'A fingerprint is 64 hexadecimal digits (0–9 and a–f) without spaces.',
    },
    'invalid-name': {
      title: 'Invalid name',
      detail: 'A name is one line of text, not blank, of at most {maxLength} characters ({reason}).',
    },
    'reason-names-person': {
      title: 'The reason names the person',
      detail:
        'A reason stays in the log for good, so it must not name the person. Correct it; nothing was done.',
    },
    'invalid-if-match': {
      title: 'Invalid If-Match',
      detail: 'If-Match must be a revision of the survey, got “{value}”.',
    },
    'precondition-required': {
      title: 'If-Match is required',
      detail: 'Send the revision you edited as If-Match, so that nobody’s work is overwritten.',
    },
    'invalid-idempotency-key': {
      title: 'Invalid Idempotency-Key',
      detail: 'An Idempotency-Key is visible ASCII, not empty, of at most {maxLength} characters.',
    },
    'idempotency-key-reused': {
      title: 'Idempotency-Key was used for another command',
      detail: 'This key came with other content before. Use a new key; nothing was saved.',
    },
    'invalid-odata-filter': {
      title: 'Invalid $filter',
      detail:
        'At character {place}, “{found}” does not fit: a field, an operator or a value of another type.',
    },
    'invalid-odata-option': {
      title: 'Invalid query option',
      detail: 'The option {option} is not known, is given twice, or has no valid value.',
    },
    'odata-not-supported': {
      title: 'Not supported',
      detail: 'This OData service does not offer {what}. Load the data and do it in your program.',
    },
    'odata-count-too-costly': {
      title: 'The count is too costly',
      detail:
        'A count reads {limit} forms at most. Narrow it down to a province, or load the data and count it.',
    },
    'too-many-requests': { title: 'Too many requests', detail: 'Try again in {retryAfterSeconds} seconds.' },

    'revision-conflict': {
      title: 'Somebody changed this survey meanwhile',
      detail:
        'You saw revision {expectedRevision}, the survey is at {currentRevision} now. “changes” says who changed what; your command was not carried out.',
    },
    'province-changed': {
      title: 'The province has changed since you looked',
      detail: 'Nothing was certified. “changes” says who changed what; please look again, then certify.',
    },
    'concurrent-change': {
      title: 'Concurrent changes',
      detail: 'Several people acted at the same moment. Please try again.',
    },
    'campaign-exists': {
      title: 'Campaign exists',
      detail: 'The campaign of fiscal year {fiscalYear} has been opened already.',
    },
    'campaign-not-open-yet': {
      title: 'The campaign is not open yet',
      detail: 'The campaign of fiscal year {fiscalYear} opens at {opensAt}.',
    },
    'campaign-closed': {
      title: 'The campaign is closed',
      detail: 'The campaign of fiscal year {fiscalYear} closed at {closesAt}; answers can no longer change.',
    },
    'campaign-closing': {
      title: 'The closing time is being changed',
      detail:
        'The campaign of {fiscalYear} is being closed, or its closing time is being changed. Nothing was saved; try again in a moment.',
    },
    'campaign-already-closed': {
      title: 'The campaign is already closed',
      detail: 'The campaign of fiscal year {fiscalYear} has been closed already.',
    },
    'invalid-window': { title: 'Invalid window', detail: 'The campaign’s window is not valid: {reason}' },
    'survey-locked': {
      title: 'Certified: read-only',
      detail: 'The LAO certified at {certifiedAt}. It can be changed after the province returns it.',
    },
    'survey-already-certified': { title: 'Already certified', detail: 'The LAO certified at {certifiedAt}.' },
    'survey-incomplete': {
      title: 'Please complete the data before certifying',
      detail: '“aspects” lists the aspects and rows that are not complete.',
    },
    'certification-not-standing': {
      title: 'The survey changed after you opened it',
      detail: 'The certification of LAO {laoCode} that you read is no longer in force. Read the latest one.',
    },
    'survey-already-reviewed': {
      title: 'The survey has been reviewed',
      detail: 'An officer of the province has already reviewed this certification of LAO {laoCode}.',
    },
    'survey-not-certified': {
      title: 'The LAO has not certified',
      detail: 'Only a certified survey can be returned; LAO {laoCode} has not certified.',
    },
    'objections-unanswered': {
      title: 'Please answer what the province asked to correct',
      detail: 'The rows in “rowIds” were not corrected. Each needs a note (null is the survey as a whole).',
    },
    'title-unchanged': {
      title: 'The title is the same',
      detail: 'The new title of the row equals its present one, so nothing was recorded.',
    },
    'standard-row': {
      title: 'Standard rows cannot be removed or renamed',
      detail: 'Only rows that the LAO added can be removed or renamed; the form’s own rows cannot.',
    },
    'too-many-rows': { title: 'Too many rows', detail: 'At most {limit} rows can be added to a survey.' },
    'too-many-tokens': {
      title: 'Too many tokens',
      detail: 'A person can have {limit} tokens. Revoke one that is no longer used.',
    },
    'person-erased': {
      title: 'Erased already',
      detail: 'What was kept of this person was erased at {since}.',
    },
    'province-incomplete': {
      title: 'The province cannot certify',
      detail: 'The province cannot certify because {count} LAOs under it have not certified their data.',
    },
    'province-certified': {
      title: 'The province has certified',
      detail:
        'The province certified everything at {certifiedAt}; nothing changes unless the department revokes it.',
    },
    'province-enrolled': {
      title: 'The province is in the campaign',
      detail: 'Province {provinceCode} is in the campaign of fiscal year {fiscalYear} already.',
    },
    'provinces-enrolled': {
      title: 'No province to add',
      detail: 'Every province that was chosen is in the campaign of fiscal year {fiscalYear} already.',
    },
    'lao-enrolled': {
      title: 'The LAO is on the roster',
      detail: 'LAO {laoCode} is on the roster of the campaign already.',
    },
    'lao-withdrawn': {
      title: 'The LAO was withdrawn from the campaign',
      detail:
        'LAO {laoCode} was withdrawn from the roster. What it recorded can be read, not changed. Its successor: {successor}',
    },
    'roster-moved': {
      title: 'The roster has changed',
      detail:
        'The change of LAO {laoCode} is not what was shown. Load the differences again. Nothing was recorded.',
    },
    'province-not-certified': {
      title: 'The province has not certified',
      detail: 'There is no certification of the province to revoke.',
    },

    'read-model-behind': {
      title: 'Still processing',
      detail:
        'Saved, but what you asked for has not been processed up to position {after} yet. Please try again.',
    },
    'writing-stopped': {
      title: 'Writing has stopped',
      detail:
        'Nothing was saved. The system takes no changes until its operators have looked at it ({reason}). What was saved before can be read.',
    },
    'read-models-rebuilding': {
      title: 'The lists are being prepared',
      detail:
        'The stored lists belong to another record. They are being made anew. Nothing was saved by this request. Please try again later.',
    },
    'store-unavailable': {
      title: 'The store is not available',
      detail: 'Whether it was saved is not known. Send it again with the same Idempotency-Key ({reason}).',
    },
    'shutting-down': {
      title: 'The system is restarting',
      detail: 'This request was not carried out. Please send it again in a moment.',
    },
    'record-damaged': {
      title: 'The record of this survey is damaged',
      detail:
        'Its history in the log is no longer whole ({stream}, event {revision}), so nothing can be decided on it. Please tell the operators at once.',
    },
    'log-tampered': {
      title: 'The log has been tampered with',
      detail: 'It is not attested. Please tell the operators at once: {faultEn}',
    },
    'internal-error': {
      title: 'Internal error',
      detail: 'Something went wrong; it has been logged for the operators.',
    },
  };
