import { Injectable } from '@nestjs/common';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { EventStore } from '../event-store/event-store.js';
import { problems } from '../problems/catalogue.js';
import { forgedIn } from './forged-certification.js';
import { issuedCertification } from './receipt.js';

/** Keeps a receipt or a certified document from people when the log does not bear it out. */
@Injectable()
export class GenuineCertifications {
  constructor(
    private readonly store: ReadStore,
    private readonly eventStore: EventStore,
  ) {}

  /**
   * The valid certification of the stream, or the one of a revision.
   * @throws Problem `record-damaged` if its fingerprint is not that of what it certifies; as `issuedCertification`; DamagedStream.
   */
  async require(stream: string, revision: string | undefined): Promise<void> {
    const { certification } = await issuedCertification(this.store, stream, revision);
    const forged = await forgedIn(this.eventStore, stream, certification);
    if (forged) throw problems.recordDamaged({ stream, revision: certification.revision, damage: 'forged' });
  }
}
