import { problems } from '../problems/catalogue.js';

/** Where the next page begins. It holds no right: each request is answered within the scope of the person who sends it. */
export interface SkipToken {
  /** Of the log. Every page is as of the position that the first page fixed. */
  readonly position: bigint;
  /** The last LAO of the page before. */
  readonly after: string;
  /** What is left of `$top`; undefined without `$top`. */
  readonly top: number | undefined;
  /** What is left of `$skip`. */
  readonly skip: number;
}

export const writeSkipToken = ({ position, after, top, skip }: SkipToken): string =>
  [position, after, top ?? '', skip].join('-');

/** @throws Problem `invalid-odata-option` */
export const readSkipToken = (text: string): SkipToken => {
  const found = /^(\d{1,18})-(\d{1,12})-(\d{0,9})-(\d{1,9})$/.exec(text);
  if (!found) throw problems.invalidOdataOption('$skiptoken');
  const [, position = '', after = '', top = '', skip = ''] = found;
  return {
    position: BigInt(position),
    after,
    top: top === '' ? undefined : Number(top),
    skip: Number(skip),
  };
};
