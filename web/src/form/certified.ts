/** In the address of a form, instead of an aspect: the page that follows a certification. */
export const CERTIFIED = 'certified';
