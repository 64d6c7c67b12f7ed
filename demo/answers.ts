import { createHash } from 'node:crypto';
import type { Answer } from '../src/questionnaire/answer.js';
import type { Choice, Questionnaire } from '../src/questionnaire/questionnaire.js';

/** A number from 0 to 1 that depends only on the name, so the demo is the same every time. */
const chance = (name: string): number => createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;

const some = <Item extends { readonly id: string }>(items: readonly Item[], name: string, share: number) => {
  const chosen = items.filter(({ id }) => chance(`${name}/${id}`) < share);
  return chosen.length > 0 ? chosen : items.slice(0, 1);
};

const ids = (choices: readonly { readonly id: string }[]): string[] => choices.map(({ id }) => id);
const asksText = (choices: readonly Choice[]): boolean => choices.some(({ freeText }) => freeText === true);

/** A complete answer that an office of this size might give. Bigger offices run more services as an e-Service. */
export const answerOf = (
  questionnaire: Questionnaire,
  laoCode: string,
  row: { readonly id: string; readonly choices?: readonly Choice[] | undefined },
): Answer => {
  const name = `${laoCode}/${row.id}`;
  const digital = 0.25 + 0.6 * chance(laoCode);
  if (!row.choices && chance(name) > digital) {
    return { hasEService: false, isNeeded: chance(`${name}/needed`) < 0.7 };
  }
  return serviceAnswerOf(questionnaire, laoCode, row);
};

/** The answer of an office that runs the row as an e-Service. */
export const serviceAnswerOf = (
  questionnaire: Questionnaire,
  laoCode: string,
  row: { readonly id: string; readonly choices?: readonly Choice[] | undefined },
): Answer => {
  const name = `${laoCode}/${row.id}`;
  const channels = some(questionnaire.channels, `${name}/channel`, 0.25);
  const choices = row.choices && some(row.choices, `${name}/choice`, 0.5);
  return {
    hasEService: true,
    steps: ids(some(questionnaire.processSteps, `${name}/step`, 0.55)),
    channels: ids(channels),
    ...(asksText(channels) && { otherChannel: 'ตู้บริการอัตโนมัติหน้าสำนักงาน' }),
    ...(choices && { choices: ids(choices) }),
    ...(choices && asksText(choices) && { otherChoices: ['ป้ายโฆษณากีดขวาง', 'เสียงดังยามวิกาล'] }),
    yearlyUsers: Math.floor(chance(`${name}/users`) ** 3 * 4000),
  };
};

/** The example services that this office adds as its own rows. */
export const addedTitlesOf = (laoCode: string, examples: readonly { readonly titleTh: string }[]): string[] =>
  examples.filter(({ titleTh }) => chance(`${laoCode}/${titleTh}`) < 0.4).map(({ titleTh }) => titleTh);
