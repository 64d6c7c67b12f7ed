import type { ResultFile } from '../events/campaign-events.js';
import type { PublishedResults } from './get-publication.js';

/** Where the files of a publication are, without a slash at its end. */
export const addressOf = (origin: string, { fiscalYear, position }: PublishedResults): string =>
  `${origin}/open/${fiscalYear}/${position}`;

export const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/x-ndjson',
};
export const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The proof is one of the files that the checker reads, under this name. */
export const PROOF = 'open-data.json';

const LICENCE = 'https://data.go.th/pages/dga-open-government-license';
const both = (th: string, en: string) => [
  { '@language': 'th', '@value': th },
  { '@language': 'en', '@value': en },
];
const publisher = {
  '@type': 'foaf:Organization',
  'foaf:name': both('กรมส่งเสริมการปกครองท้องถิ่น', 'Department of Local Administration'),
  'foaf:homepage': { '@id': 'https://www.dla.go.th' },
};

/** The publication as DCAT-AP 3 in JSON-LD, with the fields of Thailand's government data catalogue beside it. */
export const catalogueOf = (published: PublishedResults, origin: string) => {
  const { fiscalYear, position, publishedAt, note, recorded } = published;
  const address = addressOf(origin, published);
  const title = both(
    `ผลการสำรวจงานบริการ e-Service ขององค์กรปกครองส่วนท้องถิ่น ปีงบประมาณ พ.ศ. ${fiscalYear}`,
    `Survey of e-Services of local administrative organisations, fiscal year ${fiscalYear} (Buddhist era)`,
  );
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      spdx: 'http://spdx.org/rdf/terms#',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    '@id': `${origin}/open/${fiscalYear}/catalog.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': title,
    'dct:description': both('ข้อมูลเปิดของการสำรวจ', 'Open data of the survey'),
    'dct:publisher': publisher,
    'dcat:dataset': [
      {
        '@id': address,
        '@type': 'dcat:Dataset',
        'dct:identifier': `eservice-survey-${fiscalYear}-${position}`,
        'dct:title': title,
        'dct:description': { '@language': 'th', '@value': note },
        'dct:publisher': publisher,
        'dct:issued': typed('dateTime', publishedAt),
        'dct:modified': typed('dateTime', recorded.time),
        'dcat:version': position,
        'dct:temporal': {
          '@type': 'dct:PeriodOfTime',
          'dcat:startDate': typed('date', `${fiscalYear - 544}-10-01`),
          'dcat:endDate': typed('date', `${fiscalYear - 543}-09-30`),
        },
        'dct:spatial': { '@id': 'http://publications.europa.eu/resource/authority/country/THA' },
        'dct:accrualPeriodicity': {
          '@id': 'http://publications.europa.eu/resource/authority/frequency/ANNUAL',
        },
        'dct:language': { '@id': 'http://publications.europa.eu/resource/authority/language/THA' },
        'dct:accessRights': { '@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC' },
        'dcat:keyword': both('e-Service', 'e-Service'),
        'dcat:landingPage': { '@id': `${origin}/open/${fiscalYear}` },
        'dcat:distribution': recorded.files.map((file) => distributionOf(file, address)),
      },
    ],
    thaiGovernmentDataCatalogue: thaiFields(published),
    proof: `${address}/${PROOF}`,
  };
};

const typed = (type: 'date' | 'dateTime', value: string) => ({ '@type': `xsd:${type}`, '@value': value });

const distributionOf = ({ name, bytes, sha256 }: ResultFile, address: string) => ({
  '@id': `${address}/${name}`,
  '@type': 'dcat:Distribution',
  'dct:title': name,
  'dcat:downloadURL': { '@id': `${address}/${name}` },
  'dcat:accessURL': { '@id': `${address}/${name}` },
  'dcat:mediaType': {
    '@id': `https://www.iana.org/assignments/media-types/${mediaTypes[endingOf(name)]}`,
  },
  'dcat:byteSize': bytes,
  'dct:license': { '@id': LICENCE },
  'spdx:checksum': {
    '@type': 'spdx:Checksum',
    'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' },
    'spdx:checksumValue': sha256,
  },
});

/** By the names of CKAN, which data.go.th runs on. What only the department knows (contact, e-mail) is entered there. */
const thaiFields = ({ fiscalYear, note, recorded }: PublishedResults) => ({
  title: `ผลการสำรวจงานบริการ e-Service ขององค์กรปกครองส่วนท้องถิ่น ปีงบประมาณ พ.ศ. ${fiscalYear}`,
  organization: 'กรมส่งเสริมการปกครองท้องถิ่น',
  notes: note,
  tags: ['e-Service', 'องค์กรปกครองส่วนท้องถิ่น'],
  objective: 'ยุทธศาสตร์ชาติและแผนพัฒนาบริการภาครัฐ',
  update_frequency_unit: 'ปี',
  update_frequency_interval: 1,
  geo_coverage: 'ประเทศ',
  data_source: 'แบบสำรวจงานบริการ e-Service (INFO)',
  data_format: [...new Set(recorded.files.map(({ name }) => endingOf(name).toUpperCase()))],
  data_category: 'ข้อมูลสาธารณะ',
  data_type: 'ข้อมูลสถิติ',
  license_id: 'DGA Open Government License',
  url: LICENCE,
});
