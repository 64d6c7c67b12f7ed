/** What is kept of a person was put right. Neither the old name nor the new stands here: the log cannot forget. */
export interface PersonalDataCorrected {
  readonly type: 'PersonalDataCorrected';
  readonly data: { readonly sub: string; readonly reason: string };
}

/** What was kept of a person is gone; their acts remain, as their office's. */
export interface PersonalDataErased {
  readonly type: 'PersonalDataErased';
  readonly data: { readonly sub: string; readonly reason: string };
}

/** What can happen in the stream of one person's data. */
export type PersonEvent = PersonalDataCorrected | PersonalDataErased;
