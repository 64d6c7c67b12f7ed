import { it } from '@jest/globals';
import { npmScript } from '../support/npm-script.js';

it('npm run lint finds nothing', () => npmScript('lint'), 600_000);
