/** An id as a step of a dotted path. @throws Error if it cannot be one. */
export const pathStep = (id: string): string => {
  if (!/^[^.$\0][^.\0]*$/.test(id) || id === '__proto__') throw new Error(`"${id}" cannot be a field name`);
  return id;
};
