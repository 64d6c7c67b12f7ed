/**
 * The line, from 1, at which a value of a JSON text begins. `path` has members and places, as `aspects.0.id`. For a value that is not
 * there, it is the line of the nearest one around it. The text must be valid JSON.
 */
export const lineOf = (text: string, path: string): number => {
  const wanted = path === '' ? [] : path.split('.');
  let at = 0;
  let found = 0;

  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [token = ''] = pattern.exec(text) ?? [];
    at += token.length;
    return token;
  };
  const space = (): string => skip(/\s*/y);

  /** Reads one value. `depth`: how many steps of the path lead to it; undefined beside the path. */
  const value = (depth: number | undefined): void => {
    space();
    if (depth !== undefined) found = at;
    const opening = text[at];
    if (opening !== '{' && opening !== '[') {
      skip(/"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y);
      return;
    }
    at += 1;
    space();
    for (let place = 0; text[at] !== '}' && text[at] !== ']'; place += 1) {
      const name = opening === '{' ? (JSON.parse(skip(/"(?:[^"\\]|\\.)*"/y)) as string) : String(place);
      skip(/\s*:?/y);
      value(depth !== undefined && wanted[depth] === name ? depth + 1 : undefined);
      skip(/\s*,?\s*/y);
    }
    at += 1;
  };

  value(0);
  return text.slice(0, found).split('\n').length;
};
