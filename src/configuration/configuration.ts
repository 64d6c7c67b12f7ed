import { join } from 'node:path';

export type ProcessRole = 'all' | 'api' | 'projector';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The OpenID provider that people sign in with, and this system's client there. */
export interface OpenIdClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The audience that a bearer token must have. */
  readonly audience: string;
  /** The claim that extends an auditor's scope to the whole nation. */
  readonly nationalClaim: string;
}

/** The name of that claim when the configuration gives none. */
export const NATIONAL_CLAIM = 'national';

/** The settings for signed checkpoints, which attest the log outside its store. */
export interface CheckpointSettings {
  /** PEM file of the Ed25519 key that signs. Undefined on a workstation, which makes a key itself. */
  readonly key: string | undefined;
  /** Folder for the signed checkpoints. */
  readonly dir: string;
  /** How often a checkpoint is made when the log has grown, milliseconds. */
  readonly every: number;
  /** Program that receives each checkpoint on its standard input, to keep it in another place. */
  readonly hook: string | undefined;
}

/** The settings from the environment, read once at start. */
export abstract class Configuration {
  abstract readonly production: boolean;
  abstract readonly host: string;
  abstract readonly port: number;
  /** Folder of the embedded log. */
  abstract readonly dataDir: string;
  /** Address of EventStoreDB, when it holds the log. The address may contain a password. */
  abstract readonly eventStoreUrl: string | undefined;
  /** Address of MongoDB, when it holds the read models. The address may contain a password. */
  abstract readonly mongoUrl: string | undefined;
  abstract readonly directoryDir: string;
  abstract readonly questionnaireDir: string;
  abstract readonly role: ProcessRole;
  /** Whether read models that were made from another log are rebuilt. Otherwise the process does not start. */
  abstract readonly rebuildForeign: boolean;
  abstract readonly logLevel: LogLevel;
  /** How often the read models are compared with the log, milliseconds. Undefined when they are compared only on request. */
  abstract readonly compareEvery: number | undefined;
  /** The most requests that one person may send in a minute. Undefined for no limit. */
  abstract readonly requestsPerMinute: number | undefined;
  /** The origin that people see, when a proxy receives their requests. */
  abstract readonly publicUrl: string | undefined;
  abstract readonly sessionSecret: string | undefined;
  /** Undefined when the development identity provider runs in this process. */
  abstract readonly openId: OpenIdClient | undefined;
  /** PEM file of authorities that Node trusts besides its own. Node reads it by itself, and ignores a file that it cannot read. */
  abstract readonly extraAuthorities: string | undefined;
  /** Port of the development identity provider. 0 chooses a free port. */
  abstract readonly developmentIdentityPort: number;
  abstract readonly checkpoints: CheckpointSettings;
  /** Address of an OpenTelemetry collector (OTLP over HTTP). Undefined when no traces are sent. */
  abstract readonly traceCollector: string | undefined;
}

/** An invalid setting in the environment. The message is one line for the operator. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** When the setting is required, as the error message says it. False when it is optional. */
type Required = string | false;
type Read = (name: string) => string | undefined;

export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const read: Read = (name) => environment[name]?.trim() || undefined;
  // Other words are refused: `prod`, for example, would otherwise start the development sign-in.
  const kind = oneOf('NODE_ENV', read('NODE_ENV') ?? 'development', ['production', 'development', 'test']);
  const production = kind === 'production';

  const role = oneOf('ROLE', read('ROLE') ?? 'all', ['all', 'api', 'projector'] as const);
  const stores = storesOf(read, role);
  if (production && /^[^:]+:\/\/(?:admin|ops)(?::[^@]*)?@/.test(stores.eventStoreUrl ?? '')) {
    throw new ConfigurationError(
      'EVENTSTORE_URL names an administrator in production: give the survey a user of its own',
    );
  }
  // A projector serves no people and attests nothing, so it needs none of these secrets.
  const people = role === 'projector' ? () => undefined : read;
  const peopleInProduction = production && role !== 'projector';
  const sessionSecretIsRequired = peopleInProduction
    ? 'in production'
    : role !== 'projector' &&
      stores.mongoUrl !== undefined &&
      'with MONGODB_URL: the processes share their sessions there';
  const openIdIsRequired = peopleInProduction
    ? 'in production'
    : role === 'api' && 'with ROLE api: the development provider of one process knows nothing of the others';

  const dataDir = read('DATA_DIR') ?? '.data';
  return {
    ...stores,
    production,
    // A workstation listens only to itself. In production the container's network decides who may reach the port.
    host: read('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: port('PORT', read('PORT') ?? '3000'),
    dataDir,
    directoryDir: read('DIRECTORY_DIR') ?? 'data',
    questionnaireDir: read('QUESTIONNAIRE_DIR') ?? 'data',
    role,
    rebuildForeign:
      oneOf(
        'READ_MODELS_OF_ANOTHER_LOG',
        read('READ_MODELS_OF_ANOTHER_LOG') ?? (production ? 'refuse' : 'rebuild'),
        ['refuse', 'rebuild'],
      ) === 'rebuild',
    logLevel: oneOf('LOG_LEVEL', read('LOG_LEVEL') ?? 'info', logLevels),
    compareEvery:
      read('COMPARE_EVERY') === 'off' ? undefined : duration('COMPARE_EVERY', read('COMPARE_EVERY') ?? '24h'),
    requestsPerMinute: requestsPerMinute(read('REQUESTS_PER_MINUTE') ?? '3000'),
    publicUrl: publicUrl(people('PUBLIC_URL'), peopleInProduction),
    sessionSecret: sessionSecret(people('SESSION_SECRET'), sessionSecretIsRequired),
    openId: openId(people, openIdIsRequired),
    extraAuthorities: read('NODE_EXTRA_CA_CERTS'),
    developmentIdentityPort: port('DEVELOPMENT_IDENTITY_PORT', read('DEVELOPMENT_IDENTITY_PORT') ?? '0'),
    checkpoints: {
      key: checkpointKey(people('CHECKPOINT_KEY'), peopleInProduction),
      dir: read('CHECKPOINT_DIR') ?? join(dataDir, 'checkpoints'),
      every: duration('CHECKPOINT_EVERY', read('CHECKPOINT_EVERY') ?? '1h'),
      hook: read('CHECKPOINT_HOOK'),
    },
    traceCollector: traceCollector(read('OTEL_EXPORTER_OTLP_ENDPOINT')),
  };
}

/** Processes with separate roles must share their stores. The embedded stores belong to one process. */
function storesOf(read: Read, role: ProcessRole): Pick<Configuration, 'eventStoreUrl' | 'mongoUrl'> {
  const eventStoreUrl = storeUrl('EVENTSTORE_URL', read('EVENTSTORE_URL'), ['esdb://', 'esdb+discover://']);
  const mongoUrl = storeUrl('MONGODB_URL', read('MONGODB_URL'), ['mongodb://', 'mongodb+srv://']);
  if (role !== 'all' && (eventStoreUrl === undefined || mongoUrl === undefined)) {
    throw new ConfigurationError(
      `ROLE ${role} needs EVENTSTORE_URL and MONGODB_URL: the embedded stores belong to one process`,
    );
  }
  return { eventStoreUrl, mongoUrl };
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) {
    throw new ConfigurationError(`${name} must be one of ${allowed.join(', ')}, got ${value}`);
  }
  return found;
}

function port(name: string, value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new ConfigurationError(`${name} must be a port from 0 to 65535, got ${value}`);
  }
  return Number(value);
}

function requestsPerMinute(value: string): number | undefined {
  if (value === 'off') return undefined;
  if (!/^[1-9]\d{0,6}$/.test(value)) {
    throw new ConfigurationError(`REQUESTS_PER_MINUTE must be a number of requests, or off, got ${value}`);
  }
  return Number(value);
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The longest wait that a timer supports, in whole days. */
const LONGEST_DURATION = 24 * 86_400_000;

/** The result is in milliseconds. */
function duration(name: string, value: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([smhd])$/.exec(value) ?? [];
  const length = Number(count) * (unitsMs[unit ?? ''] ?? NaN);
  if (!(length <= LONGEST_DURATION)) {
    throw new ConfigurationError(
      `${name} must be a time up to 24d, such as 90s, 15m, 1h or 7d, got ${value}`,
    );
  }
  return length;
}

function checkpointKey(value: string | undefined, production: boolean): string | undefined {
  if (value === undefined && production) {
    throw new ConfigurationError(
      'CHECKPOINT_KEY is required in production: the PEM file of an Ed25519 key (openssl genpkey -algorithm ed25519)',
    );
  }
  return value;
}

/** The error message does not repeat the value, which may contain a password. */
function storeUrl(name: string, value: string | undefined, schemes: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  const scheme = schemes.find((each) => value.startsWith(each));
  if (scheme === undefined || value.length === scheme.length || /\s/.test(value)) {
    throw new ConfigurationError(`${name} must be one address that begins with ${schemes.join(' or ')}`);
  }
  return value;
}

function webAddress(name: string, value: string, production: boolean): URL {
  const schemes = production ? ['https:'] : ['http:', 'https:'];
  if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
    throw new ConfigurationError(`${name} must be an ${production ? 'https' : 'http or https'} address`);
  }
  return new URL(value);
}

function traceCollector(value: string | undefined): string | undefined {
  return value === undefined ? undefined : webAddress('OTEL_EXPORTER_OTLP_ENDPOINT', value, false).href;
}

function publicUrl(value: string | undefined, production: boolean): string | undefined {
  if (value === undefined) {
    if (production) throw new ConfigurationError('PUBLIC_URL is required in production');
    return undefined;
  }
  const url = webAddress('PUBLIC_URL', value, production);
  if (url.href !== `${url.origin}/`) {
    throw new ConfigurationError('PUBLIC_URL must be an origin, without a path');
  }
  return url.origin;
}

function sessionSecret(value: string | undefined, required: Required): string | undefined {
  if (value === undefined) {
    if (required) throw new ConfigurationError(`SESSION_SECRET is required ${required}`);
    return undefined;
  }
  if (value.length < 32) throw new ConfigurationError('SESSION_SECRET must have at least 32 characters');
  return value;
}

function openId(read: Read, required: Required): OpenIdClient | undefined {
  const issuer = read('OIDC_ISSUER');
  if (issuer === undefined) {
    if (required) throw new ConfigurationError(`OIDC_ISSUER is required ${required}`);
    return undefined;
  }
  webAddress('OIDC_ISSUER', issuer, required === 'in production');
  const demanded = (name: string): string => {
    const value = read(name);
    if (value === undefined) throw new ConfigurationError(`${name} is required when OIDC_ISSUER is set`);
    return value;
  };
  const clientId = demanded('OIDC_CLIENT_ID');
  return {
    issuer,
    clientId,
    clientSecret: demanded('OIDC_CLIENT_SECRET'),
    audience: read('OIDC_AUDIENCE') ?? clientId,
    nationalClaim: read('OIDC_NATIONAL_CLAIM') ?? NATIONAL_CLAIM,
  };
}
