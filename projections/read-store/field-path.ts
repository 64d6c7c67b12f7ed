/** A dotted path: the containers on the way to the field, each as a path of its own, and the steps to the field. */
export interface FieldPath {
  readonly containers: readonly string[];
  readonly steps: readonly string[];
}

/** Paths that are kept: a questionnaire has some hundred rows, and a rebuild sets each of them thousands of times. */
const MOST_KEPT = 10_000;
const kept = new Map<string, FieldPath>();

/** @throws Error for what no adapter takes as a path. */
export const fieldPath = (path: string): FieldPath => {
  const known = kept.get(path);
  if (known) return known;
  const steps = path.split('.');
  for (const step of steps) {
    if (step === '' || step === '__proto__' || step.startsWith('$'))
      throw new Error(`"${path}" is not a field path`);
  }
  const containers = steps.slice(1).map((_, at) => steps.slice(0, at + 1).join('.'));
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = { containers, steps };
  kept.set(path, made);
  return made;
};
