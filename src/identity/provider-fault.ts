import { ResponseBodyError } from 'openid-client';

/** What is wrong between this system and the identity provider. Each fault has its own remedy. */
export type ProviderFaultKind =
  'clock' | 'client-refused' | 'untrusted-authority' | 'unreachable' | 'unexpected-answer';

const remedies: Readonly<Record<ProviderFaultKind, string>> = {
  clock: 'the clocks of this machine and of the identity provider differ: compare both with NTP',
  'client-refused':
    'the identity provider refuses this client: compare OIDC_CLIENT_ID and OIDC_CLIENT_SECRET with its registration',
  'untrusted-authority':
    'the certificate of the identity provider is not trusted: name its authority in NODE_EXTRA_CA_CERTS, or renew it',
  unreachable:
    'the identity provider does not answer: see whether it runs, and whether this machine reaches it',
  'unexpected-answer':
    'the identity provider answers otherwise than OpenID Connect says: see whether OIDC_ISSUER names it exactly',
};

/** A fault that an operator can fix. It goes into the log. The person sees only that sign-in does not work now. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
  constructor(
    readonly kind: ProviderFaultKind,
    options: ErrorOptions,
  ) {
    super(`${kind}: ${remedies[kind]}`, options);
  }
}

/** The provider's refusal of a sign-in or a session: its error code (RFC 6749), such as `access_denied`. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
  constructor(
    readonly code: string,
    options: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** Node's error codes for a certificate that is not trusted. */
const certificateFault =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|INVALID_CA|HOSTNAME_MISMATCH)/;
/** `fetch` wraps every network failure in this error. The cause holds the reason. */
const NETWORK_FAILURE = 'fetch failed';
const refusedClient = new Set(['invalid_client', 'unauthorized_client']);

/** Translates an error of the OpenID client. */
export const providerFailureOf = (error: unknown): ProviderFault | ProviderRefusal => {
  const options = { cause: error };
  const chain = causesOf(error);
  const codes = chain.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  const refusal = chain.find(({ error: code }) => typeof code === 'string')?.error;
  if (codes.includes('CERT_NOT_YET_VALID') || codes.includes('OAUTH_JWT_TIMESTAMP_CHECK_FAILED')) {
    return new ProviderFault('clock', options);
  }
  if (codes.some((code) => certificateFault.test(code))) {
    return new ProviderFault('untrusted-authority', options);
  }
  if (
    chain.some(({ message }) => message === NETWORK_FAILURE) ||
    codes.includes('OAUTH_TIMEOUT') ||
    chain.some(({ status }) => typeof status === 'number' && status >= 500)
  ) {
    return new ProviderFault('unreachable', options);
  }
  if (typeof refusal === 'string') {
    const ofTokens = chain.some((each) => each instanceof ResponseBodyError);
    if (ofTokens && refusedClient.has(refusal)) return new ProviderFault('client-refused', options);
    // Only the code is used, never the free text: this system must not show text that a provider sends.
    return new ProviderRefusal(refusal.replace(/[^\w.-]/g, '').slice(0, 60), options);
  }
  return new ProviderFault('unexpected-answer', options);
};

interface Cause {
  readonly code?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly cause?: unknown;
}

const causesOf = (error: unknown): readonly Cause[] => {
  const chain: Cause[] = [];
  for (let each = error; typeof each === 'object' && each !== null && chain.length < 10;) {
    chain.push(each);
    each = (each as Cause).cause;
  }
  return chain;
};
