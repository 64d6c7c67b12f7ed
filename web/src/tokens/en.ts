import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'tokens.explain':
    'With a token, Excel, Power BI and other programs read the results that you may see. A token changes nothing, and opens nothing else. Keep it like a password, and make one for each program.',
  'tokens.none': 'You have no tokens',
  'tokens.new': 'Make a token',
  'tokens.name': 'What it is for',
  'tokens.name-example': 'Such as: Power BI of the office',
  'tokens.lifetime': 'Lasts',
  'tokens.days': '{count} days',
  'tokens.created': 'Made',
  'tokens.expires': 'Expires',
  'tokens.last-used': 'Last used',
  'tokens.never-used': 'Never',
  'tokens.resting':
    'Rests, because single sign-on did not confirm your account. It works again after you sign in anew.',
  'tokens.revoke': 'Revoke',
  'tokens.revoke-title': 'Revoke “{name}”?',
  'tokens.revoke-explain':
    'Programs that use this token stop reading at once. A revoked token cannot come back.',
  'tokens.made': 'The token “{name}” is made',
  'tokens.shown-once': 'Copy it now: it is shown this once.',
  'tokens.token': 'Token',
  'tokens.copy': 'Copy',
  'tokens.copied': 'The token is copied',
  'tokens.copy-by-hand': 'The browser does not allow copying. The token is selected: press Ctrl+C',
  'tokens.use':
    'In Excel and Power BI, open the OData feed {address} and sign in as “Basic”: any user name, the token as the password.',
};
