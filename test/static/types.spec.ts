import { it } from '@jest/globals';
import { npmScript } from '../support/npm-script.js';

it('npm run typecheck finds nothing', () => npmScript('typecheck'), 600_000);
