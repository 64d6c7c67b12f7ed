/** A dotted path: the path of each container of the field, and the steps to the field. */
export interface FieldPath {
  readonly containers: readonly string[];
  readonly steps: readonly string[];
}

/** Maximum number of cached paths. A questionnaire has some hundred rows, and a rebuild sets each of them thousands of times. */
const MOST_KEPT = 10_000;
const kept = new Map<string, FieldPath>();

const containersOf = (steps: readonly string[]): readonly string[] =>
  steps.slice(1).map((_, at) => steps.slice(0, at + 1).join('.'));

/** @throws Error for a path that no adapter accepts. */
export const fieldPath = (path: string): FieldPath => {
  const known = kept.get(path);
  if (known) return known;
  const steps = path.split('.');
  for (const step of steps) {
    if (step === '' || step === '__proto__' || step.startsWith('$'))
      throw new Error(`"${path}" is not a field path`);
  }
  const containers = steps.length === 2 ? [steps[0]!] : containersOf(steps);
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = { containers, steps };
  kept.set(path, made);
  return made;
};
