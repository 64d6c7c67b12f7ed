import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CertificationDocument } from '../../projections/read-models/certifications.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { RecordedIn } from '../events/domain-event.js';
import { EventStore } from '../event-store/event-store.js';
import { canonicalJson } from '../event-store/hash-chain.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import { certifiedLaos } from '../fingerprints/province-fingerprint.js';
import type { ProvinceKey } from '../events/streams.js';
import { certifiedAnswers } from '../fingerprints/survey-fingerprint.js';
import type { SurveyKey } from '../events/streams.js';
import { surveyModel } from '../form/survey.js';
import { issuedCertification } from './receipt.js';

/** The exact text whose SHA-256 is the fingerprint of an LAO's certification. `events` are the survey's events up to it. */
export const certifiedAnswersText = (
  { fiscalYear, laoCode, questionnaireVersion }: CertificationDocument,
  events: readonly RecordedIn<'survey'>[],
): string => {
  const survey = surveyModel.evolve(surveyModel.initialState, events);
  const subject = { fiscalYear, laoCode: laoCode!, questionnaireVersion: questionnaireVersion! };
  return canonicalJson(certifiedAnswers(subject, survey));
};

/** The exact text whose SHA-256 is the fingerprint of a province's certification. */
export const certifiedLaosText = ({ fiscalYear, provinceCode, laos }: CertificationDocument): string =>
  canonicalJson(certifiedLaos({ fiscalYear, provinceCode: provinceCode! }, laos!));

/** The answers that an LAO certified, folded from the log. */
export class GetCertifiedAnswers extends Query<string> {
  constructor(
    readonly survey: SurveyKey,
    readonly revision: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetCertifiedAnswers)
export class GetCertifiedAnswersHandler implements IQueryHandler<GetCertifiedAnswers> {
  constructor(
    private readonly store: ReadStore,
    private readonly eventStore: EventStore,
  ) {}

  async execute({ survey: { fiscalYear, laoCode }, revision }: GetCertifiedAnswers): Promise<string> {
    const stream = surveyStream(fiscalYear, laoCode);
    const { certification } = await issuedCertification(this.store, stream, revision);
    const events = await this.eventStore.readStream(stream, { to: BigInt(certification.revision) });
    return certifiedAnswersText(
      certification,
      events.map((event) => toEventIn('survey', event)),
    );
  }
}

/** The list that a province certified. */
export class GetCertifiedLaos extends Query<string> {
  constructor(
    readonly province: ProvinceKey,
    readonly revision: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetCertifiedLaos)
export class GetCertifiedLaosHandler implements IQueryHandler<GetCertifiedLaos> {
  constructor(private readonly store: ReadStore) {}

  async execute({ province: { fiscalYear, provinceCode }, revision }: GetCertifiedLaos): Promise<string> {
    const stream = provinceStream(fiscalYear, provinceCode);
    const { certification } = await issuedCertification(this.store, stream, revision);
    return certifiedLaosText(certification);
  }
}
