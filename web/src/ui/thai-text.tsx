import { Fragment } from 'react';
import { partsAroundWords } from '../../../src/basics/thai-words.js';

const startsWithWord = /^[\u0e01-\u0e2e\u0e40-\u0e44]/;

/** A text whose lines end only between words. Browsers cut some Thai words in two, and do not see where those end. */
export const ThaiText = ({ children: text }: { readonly children: string }) => {
  const parts = partsAroundWords(text);
  return parts.map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <Fragment key={at}>
        <span className="whole-word">{part}</span>
        {startsWithWord.test(parts[at + 1] ?? '') && <wbr />}
      </Fragment>
    ),
  );
};
