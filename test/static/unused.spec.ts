import { it } from '@jest/globals';
import { npmScript } from '../support/npm-script.js';

it('npm run unused finds nothing', () => npmScript('unused'), 600_000);
