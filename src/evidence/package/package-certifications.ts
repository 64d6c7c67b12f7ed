import {
  certificationsOf,
  type CertificationDocument,
} from '../../../projections/read-models/certifications.js';
import type { ReadStore } from '../../../projections/read-store/read-store.js';
import type { People } from '../../people/people.js';
import type { RecordedIn } from '../../events/domain-event.js';
import { provinceStream, surveyStream, type ProvinceKey, type SurveyKey } from '../../events/streams.js';
import { certifiedAnswersText, certifiedLaosText } from '../../receipts/get-certified.js';
import {
  GetLaoReceipt,
  GetLaoReceiptHandler,
  GetProvinceReceipt,
  GetProvinceReceiptHandler,
} from '../../receipts/get-receipt.js';
import { laoReceiptPdf } from '../../receipts/lao-receipt-pdf.js';
import { provinceReceiptPdf } from '../../receipts/province-receipt-pdf.js';
import type { PackageFile } from './package-zip.js';

/** What a receipt needs beside the certification: the names of the LAOs, and the address at which it is verified. */
export interface ReceiptFrame {
  readonly people: People;
  readonly origin: string;
}

/**
 * The certified content and the receipt of each certification of an LAO. `store` holds the read models at the
 * checkpoint, `own` the survey's events.
 */
export async function* laoCertifications(
  survey: SurveyKey,
  store: ReadStore,
  own: readonly RecordedIn<'survey'>[],
  { people, origin }: ReceiptFrame,
): AsyncGenerator<PackageFile> {
  const receipts = new GetLaoReceiptHandler(store, people);
  for (const certification of await certificationsOf(
    store,
    surveyStream(survey.fiscalYear, survey.laoCode),
  )) {
    const until = own.filter(({ revision }) => revision <= BigInt(certification.revision));
    yield certified(certification, certifiedAnswersText(certification, until));
    const receipt = await receipts.execute(new GetLaoReceipt(survey, certification.revision));
    yield { name: `receipts/${placeOf(certification)}.pdf`, bytes: await laoReceiptPdf(receipt, origin) };
  }
}

/** The same for a province. Its receipt lists every LAO, so a package that lacks some of them has no receipt. */
export async function* provinceCertifications(
  province: ProvinceKey,
  store: ReadStore,
  { people, origin }: ReceiptFrame,
  whole: boolean,
): AsyncGenerator<PackageFile> {
  const receipts = new GetProvinceReceiptHandler(store, people);
  const stream = provinceStream(province.fiscalYear, province.provinceCode);
  for (const certification of await certificationsOf(store, stream)) {
    yield certified(certification, certifiedLaosText(certification));
    if (!whole) continue;
    const receipt = await receipts.execute(new GetProvinceReceipt(province, certification.revision));
    yield {
      name: `receipts/${placeOf(certification)}.pdf`,
      bytes: await provinceReceiptPdf(receipt, origin),
    };
  }
}

const placeOf = ({ stream, revision }: CertificationDocument): string => `${stream}@${revision}`;
const certified = (certification: CertificationDocument, text: string): PackageFile => ({
  name: `certified/${placeOf(certification)}.json`,
  bytes: Buffer.from(text),
});
