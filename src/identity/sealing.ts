import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

/** A key for one use; what is known of one use's key says nothing of another's. */
export const sealingKey = (secret: string, use: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', use, 32));

/** The content as text that only the key's owner can read or make (JWE, A256GCM). */
export const seal = (content: JWTPayload, key: Uint8Array, until: Date): Promise<string> =>
  new EncryptJWT(content)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(until)
    .encrypt(key);

/** The content; undefined when it is over, was altered, or was sealed with another key. */
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
