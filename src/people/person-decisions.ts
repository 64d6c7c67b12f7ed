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

/** The reason goes into the log, which cannot forget. So it must not contain the name. */
const reasonWithout = (names: readonly (string | null)[], raw: unknown): string => {
  const reason = readReason(raw);
  const said = names.some((name) => name !== null && reason.includes(name));
  if (said) throw problems.reasonNamesPerson();
  return reason;
};
