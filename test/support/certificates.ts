import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** Both in PEM. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly certificate: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;

const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

const ECDSA_WITH_SHA256 = der(SEQUENCE, hex('06082a8648ce3d040302'));
const COMMON_NAME = hex('0603550403');
const BASIC_CONSTRAINTS = hex('0603551d13');
const SUBJECT_ALTERNATIVE_NAME = hex('0603551d11');
const TRUE = hex('0101ff');

const nameOf = (commonName: string): Buffer =>
  der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(commonName)))));

const time = (year: number): Buffer => der(0x18, Buffer.from(`${year}0101000000Z`));

const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

interface Subject {
  readonly name: string;
  readonly serial: number;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
}

/** The minimum of RFC 5280 that a TLS client needs. */
const certify = (subject: Subject, issuer: { name: string; privateKey: KeyObject }): string => {
  const contents = der(
    SEQUENCE,
    der(0xa0, hex('020102')), // version 3
    der(0x02, Buffer.from([subject.serial])),
    ECDSA_WITH_SHA256,
    nameOf(issuer.name),
    der(SEQUENCE, time(2020), time(2120)),
    nameOf(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, subject.extension)),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', contents, issuer.privateKey));
  return pem(der(SEQUENCE, contents, ECDSA_WITH_SHA256, signature));
};

/** A certificate authority for this test, and a server certificate for 127.0.0.1 that it signs. */
export const certificates = (): { readonly authority: string; readonly server: KeyAndCertificate } => {
  const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [authority, server] = [keys(), keys()];
  const issuer = { name: 'authority of a test', privateKey: authority.privateKey };
  const isAuthority = der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(0x04, der(SEQUENCE, TRUE)));
  const address = der(
    SEQUENCE,
    SUBJECT_ALTERNATIVE_NAME,
    der(0x04, der(SEQUENCE, der(0x87, Buffer.from([127, 0, 0, 1])))),
  );
  return {
    authority: certify(
      { name: issuer.name, serial: 1, publicKey: authority.publicKey, extension: isAuthority },
      issuer,
    ),
    server: {
      key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: certify(
        { name: 'node of a test', serial: 2, publicKey: server.publicKey, extension: address },
        issuer,
      ),
    },
  };
};
