/** Stands in place of an aspect in the address of a form: the page that follows a certification. */
export const CERTIFIED = 'certified';
