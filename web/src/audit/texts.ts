import { textsOf } from '../i18n/language.js';
import { en } from './en.js';
import { th } from './th.js';

export const { worded, useTexts, isTextKey } = textsOf({ th, en });
export type TextKey = Parameters<typeof worded>[0];
