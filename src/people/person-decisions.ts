import { problems } from '../problems/catalogue.js';
import { keptText } from '../basics/text.js';
import { readReason } from '../problems/reason.js';
import type { KeptPerson } from './people.js';
import type { PersonEvent } from '../events/person-events.js';

export const MAX_NAME = 200;

/** The name in its kept form: one line, NFC. @throws Problem `invalid-name`. */
export const readName = (raw: unknown): string => {
  const { text, problem } = keptText(raw, MAX_NAME);
  if (text === undefined) throw problems.invalidName(problem, MAX_NAME);
  return text;
};

/** Corrects a name, or brings an erased one back at the person's wish. */
export const decideCorrectPerson = (
  kept: KeptPerson | undefined,
  sub: string,
  correction: { readonly name: unknown; readonly reason: unknown },
): readonly PersonEvent[] => {
  if (!kept) throw problems.unknownPerson(sub);
  const name = readName(correction.name);
  const reason = reasonWithout([kept.name, name], correction.reason);
  return [{ type: 'PersonalDataCorrected', data: { sub, reason } }];
};

export const decideErasePerson = (
  kept: KeptPerson | undefined,
  sub: string,
  raw: unknown,
): readonly PersonEvent[] => {
  if (!kept) throw problems.unknownPerson(sub);
  if (kept.name === null) throw problems.personErased(kept.since);
  return [{ type: 'PersonalDataErased', data: { sub, reason: reasonWithout([kept.name], raw) } }];
};

/**
 * A text without what a person may write otherwise: case, spaces and punctuation, the form of the code points, invisible characters, and
 * the order of Thai marks above and below a letter.
 */
const comparable = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{P}]/gu, '')
    .replace(/\p{M}+/gu, (marks) => [...marks].sort().join(''));

/** The reason goes into the log, which cannot forget. So it must not contain the name. */
const reasonWithout = (names: readonly (string | null)[], raw: unknown): string => {
  const reason = readReason(raw);
  const text = comparable(reason);
  const said = names.some((name) => name !== null && text.includes(comparable(name)));
  if (said) throw problems.reasonNamesPerson();
  return reason;
};
