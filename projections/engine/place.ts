/** A position as text of a fixed length, so that texts sort like positions. */
export const placeOf = (position: bigint): string => position.toString().padStart(PLACE_LENGTH, '0');

export const PLACE_LENGTH = 20;
