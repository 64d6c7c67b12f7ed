/** A person's kept data was corrected. The event holds neither the old nor the new name, because the log cannot forget. */
export interface PersonalDataCorrected {
  readonly type: 'PersonalDataCorrected';
  readonly data: { readonly sub: string; readonly reason: string };
}

/** A person's kept data was erased. The person's acts remain, as acts of the office. */
export interface PersonalDataErased {
  readonly type: 'PersonalDataErased';
  readonly data: { readonly sub: string; readonly reason: string };
}

/** Events of the stream of one person's data. */
export type PersonEvent = PersonalDataCorrected | PersonalDataErased;
