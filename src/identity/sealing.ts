import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

/** Derives a key for one use. A known key of one use reveals nothing about the others. */
export const sealingKey = (secret: string, use: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', use, 32));

/** Encrypts the content as text (JWE, A256GCM). Only the owner of the key can read or make it. */
export const seal = (content: JWTPayload, key: Uint8Array, until: Date): Promise<string> =>
  new EncryptJWT(content)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(until)
    .encrypt(key);

/** The content. Undefined when it has expired, was altered, or was sealed with another key. */
export const unseal = async (sealed: string, key: Uint8Array, now: Date): Promise<JWTPayload | undefined> => {
  try {
    const { payload } = await jwtDecrypt(sealed, key, {
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};
