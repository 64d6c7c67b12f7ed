type Numbers = Int32Array | Uint8Array | Float64Array;

/** The same numbers with room for at least `size`, at once twice the room, so that all copying together stays small. */
export const withRoom = <N extends Numbers>(numbers: N, size: number, fill = 0): N => {
  if (numbers.length >= size) return numbers;
  const wider = new (numbers.constructor as new (length: number) => N)(Math.max(size, numbers.length * 2));
  wider.set(numbers);
  if (fill !== 0) wider.fill(fill, numbers.length);
  return wider;
};
