const checked = (segment: string, path: string): string => {
  if (segment === '' || segment === '__proto__' || segment.startsWith('$')) {
    throw new Error(`"${path}" is not a field path`);
  }
  return segment;
};

/**
 * The containers on the way, and the field itself. Most paths are one field: a rebuild sets millions of those.
 * @throws Error for what no adapter takes as a path.
 */
export const segmentsOf = (path: string): { readonly way: readonly string[]; readonly field: string } => {
  if (!path.includes('.')) return { way: noWay, field: checked(path, path) };
  const way = path.split('.').map((segment) => checked(segment, path));
  const field = way.pop()!;
  return { way, field };
};
const noWay: readonly string[] = [];
