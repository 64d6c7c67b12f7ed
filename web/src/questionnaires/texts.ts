import { textsOf } from '../i18n/language.js';
import { en } from './en.js';
import { th } from './th.js';

export const { useTexts } = textsOf({ th, en });
