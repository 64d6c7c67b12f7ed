import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataFileError } from '../configuration/data-file-error.js';
import { readDataFile } from '../configuration/data-file.js';
import { faultWords } from './fault-words.js';
import { lineOf } from './line-of.js';
import { compareVersions, type Questionnaire } from './questionnaire.js';
import { questionnaireFaults } from './questionnaire-faults.js';

/**
 * Reads every `questionnaire-*.json` of a folder, the oldest version first (`2565.2` before `2565.10`).
 * The first fault is thrown as `DataFileError`.
 */
export const loadQuestionnaires = (folder: string): readonly Questionnaire[] => {
  const files = questionnaireFiles(folder);
  if (files.length === 0) throw new DataFileError(folder, undefined, 'has no questionnaire-*.json');
  const fileOf = new Map<string, string>();
  const questionnaires = files.map((file) => {
    const text = readDataFile(file);
    const questionnaire = readQuestionnaire(file, text);
    const { version } = questionnaire;
    const earlier = fileOf.get(version);
    if (earlier) {
      throw new DataFileError(file, lineOf(text, 'version'), `version "${version}" is that of ${earlier}`);
    }
    fileOf.set(version, file);
    return questionnaire;
  });
  return questionnaires.sort((one, other) => compareVersions(one.version, other.version));
};

const questionnaireFiles = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => /^questionnaire-.*\.json$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataFileError(folder, undefined, `cannot be read (${code})`, { cause: error });
  }
};

const readQuestionnaire = (file: string, text: string): Questionnaire => {
  const value = parseJson(file, text);
  const [fault] = questionnaireFaults(value);
  if (fault) {
    const place = fault.path === '' ? '' : `${fault.path} `;
    throw new DataFileError(file, lineOf(text, fault.path), `${place}${faultWords(fault, 'en')}`);
  }
  return value as Questionnaire;
};

const parseJson = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const before = text.slice(0, errorPosition(text, error as SyntaxError)).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new DataFileError(file, before.length, `is not JSON from column ${column} on`, { cause: error });
  }
};

/** The parser gives no position for an unexpected end or an unexpected token. The shortest text with that token ends at it. */
const errorPosition = (text: string, { message }: SyntaxError): number => {
  const told = /at position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  if (!unexpectedToken(text)) return text.length;
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (unexpectedToken(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return bad - 1;
};

const unexpectedToken = (text: string): boolean => {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as SyntaxError).message.startsWith('Unexpected token');
  }
};
