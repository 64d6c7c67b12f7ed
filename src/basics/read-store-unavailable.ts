/** The store of the read models could not be reached. A write may be half done; repeating it is harmless. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}
