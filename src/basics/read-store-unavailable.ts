/** The store of the read models could not be reached. A write may have been made in part; making it again is harmless. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}
