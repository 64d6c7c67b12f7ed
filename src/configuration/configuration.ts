import { join } from 'node:path';

export type ProcessRole = 'all' | 'api' | 'projector';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where people sign in: an OpenID provider and what this system is to it. */
export interface OpenIdClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What a bearer token must be meant for. */
  readonly audience: string;
  /** The claim that makes an auditor's scope the whole nation. */
  readonly nationalClaim: string;
}

/** The name of that claim where the configuration gives none. */
export const NATIONAL_CLAIM = 'national';

/** How the log is attested outside of its store. */
export interface CheckpointSettings {
  /** PEM file of the Ed25519 key that signs; undefined on a workstation, which makes one. */
  readonly key: string | undefined;
  /** Folder of the signed checkpoints. */
  readonly dir: string;
  /** How often one is made of a log that has grown, milliseconds. */
  readonly every: number;
  /** Executable that is given each checkpoint on its standard input, to keep it somewhere else. */
  readonly hook: string | undefined;
}

/** What the environment decides, read once at start. */
export abstract class Configuration {
  abstract readonly production: boolean;
  abstract readonly host: string;
  abstract readonly port: number;
  /** Where the embedded log lies. */
  abstract readonly dataDir: string;
  /** EventStoreDB's, if the log lies there. It may hold a password. */
  abstract readonly eventStoreUrl: string | undefined;
  /** MongoDB's, if the read models live there. It may hold a password. */
  abstract readonly mongoUrl: string | undefined;
  abstract readonly directoryDir: string;
  abstract readonly questionnaireDir: string;
  abstract readonly role: ProcessRole;
  /** Whether read models that were made from another log are built anew; else no process starts. */
  abstract readonly rebuildForeign: boolean;
  abstract readonly logLevel: LogLevel;
  /** How often the read models are compared with the log, milliseconds; undefined for only when somebody asks. */
  abstract readonly compareEvery: number | undefined;
  /** Requests that one person may send in a minute; undefined for any number. */
  abstract readonly requestsPerMinute: number | undefined;
  /** The origin people see, when a proxy stands in front. */
  abstract readonly publicUrl: string | undefined;
  abstract readonly sessionSecret: string | undefined;
  /** Undefined: the development identity provider runs in this process. */
  abstract readonly openId: OpenIdClient | undefined;
  /** Port of the development identity provider; 0 takes a free one. */
  abstract readonly developmentIdentityPort: number;
  abstract readonly checkpoints: CheckpointSettings;
}

/** The environment is wrong; the message is the one line an operator reads. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** When, in the words of the complaint; false where it may be left out. */
type Required = string | false;
type Read = (name: string) => string | undefined;

export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const read: Read = (name) => environment[name]?.trim() || undefined;
  // A word like `prod` would start the development sign-in.
  const kind = oneOf('NODE_ENV', read('NODE_ENV') ?? 'development', ['production', 'development', 'test']);
  const production = kind === 'production';

  const role = oneOf('ROLE', read('ROLE') ?? 'all', ['all', 'api', 'projector'] as const);
  const stores = storesOf(read, role);
  if (production && /^[^:]+:\/\/(?:admin|ops)(?::[^@]*)?@/.test(stores.eventStoreUrl ?? '')) {
    throw new ConfigurationError(
      'EVENTSTORE_URL names an administrator in production: give the survey a user of its own',
    );
  }
  // A projector serves no people and attests nothing: it asks for no secret that it does not need.
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
    // A workstation's port is nobody else's business; in production a container's network decides who may reach it.
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
    developmentIdentityPort: port('DEVELOPMENT_IDENTITY_PORT', read('DEVELOPMENT_IDENTITY_PORT') ?? '0'),
    checkpoints: {
      key: checkpointKey(people('CHECKPOINT_KEY'), peopleInProduction),
      dir: read('CHECKPOINT_DIR') ?? join(dataDir, 'checkpoints'),
      every: duration('CHECKPOINT_EVERY', read('CHECKPOINT_EVERY') ?? '1h'),
      hook: read('CHECKPOINT_HOOK'),
    },
  };
}

/** Processes that share the work share the stores; the embedded ones belong to one process. */
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
/** What a timer can wait for. */
const LONGEST_DURATION = 24 * 86_400_000;

/** Milliseconds. */
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

/** The value may hold a password, so the complaint does not repeat it. */
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
