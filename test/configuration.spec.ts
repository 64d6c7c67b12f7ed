import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfiguration } from '../src/configuration/configuration.js';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://survey.example.go.th',
  SESSION_SECRET: 'x'.repeat(32),
  OIDC_ISSUER: 'https://id.example.go.th',
  OIDC_CLIENT_ID: 'survey',
  OIDC_CLIENT_SECRET: 'secret',
  CHECKPOINT_KEY: '/run/secrets/checkpoint-key.pem',
};

describe('configuration', () => {
  it('needs nothing on a workstation', () => {
    expect(readConfiguration({})).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      dataDir: '.data',
      directoryDir: 'data',
      questionnaireDir: 'data',
      role: 'all',
      logLevel: 'info',
      openId: undefined,
      checkpoints: { key: undefined, dir: '.data/checkpoints', every: 3_600_000, hook: undefined },
    });
    expect(readConfiguration({}).sessionSecret).toBeUndefined();
  });

  it('takes the given stores', () => {
    const stores = {
      EVENTSTORE_URL: 'esdb://log:2113?tls=false',
      MONGODB_URL: 'mongodb://reads/survey',
      SESSION_SECRET: 'x'.repeat(32),
    };
    expect(readConfiguration(stores)).toMatchObject({
      eventStoreUrl: 'esdb://log:2113?tls=false',
      mongoUrl: 'mongodb://reads/survey',
    });
    expect(() => readConfiguration({ EVENTSTORE_URL: 'http://admin:secret@log' })).toThrow(
      /^((?!secret).)*$/,
    );
  });

  it.each([
    [undefined, 24 * 3_600_000],
    ['30m', 1_800_000],
    ['7d', 7 * 86_400_000],
    ['off', undefined],
  ])('compares every %s', (COMPARE_EVERY, compareEvery) => {
    expect(readConfiguration(COMPARE_EVERY === undefined ? {} : { COMPARE_EVERY })).toMatchObject({
      compareEvery,
    });
  });

  describe('for several processes', () => {
    const shared = { EVENTSTORE_URL: 'esdb://log:2113?tls=false', MONGODB_URL: 'mongodb://reads/survey' };
    const signIn = {
      SESSION_SECRET: 'x'.repeat(32),
      OIDC_ISSUER: 'http://127.0.0.1:9000',
      OIDC_CLIENT_ID: 'survey',
      OIDC_CLIENT_SECRET: 'secret',
    };

    it('a projector needs the stores, and nothing for people, in production too', () => {
      const projector = { ...shared, ROLE: 'projector', NODE_ENV: 'production' };
      expect(readConfiguration(projector)).toMatchObject({ role: 'projector', openId: undefined });
    });

    it('an API process needs the stores, and the secrets that it shares with the other processes', () => {
      const api = { ...shared, ...signIn, ROLE: 'api' };
      expect(readConfiguration(api)).toMatchObject({ role: 'api', openId: { clientId: 'survey' } });
      for (const name of ['SESSION_SECRET', 'OIDC_ISSUER']) {
        expect(() => readConfiguration({ ...api, [name]: '' })).toThrow(new RegExp(`^${name} [^\\n]+$`));
      }
    });

    it.each(['api', 'projector'])('refuses ROLE=%s on stores that belong to one process', (role) => {
      for (const missing of Object.keys(shared)) {
        const read = () => readConfiguration({ ...shared, ...signIn, ROLE: role, [missing]: '' });
        expect(read).toThrow(/^ROLE \w+ needs EVENTSTORE_URL and MONGODB_URL[^\n]+$/);
      }
    });

    it('sessions that outlive a process need a secret that outlives it too', () => {
      expect(() => readConfiguration({ MONGODB_URL: shared.MONGODB_URL })).toThrow(
        /^SESSION_SECRET is required with MONGODB_URL[^\n]+$/,
      );
    });
  });

  it('takes a whole production environment', () => {
    expect(readConfiguration(production)).toMatchObject({
      production: true,
      publicUrl: 'https://survey.example.go.th',
      openId: { issuer: 'https://id.example.go.th', clientId: 'survey', audience: 'survey' },
    });
  });

  it.each(Object.keys(production).filter((name) => name !== 'NODE_ENV'))(
    'refuses production without %s',
    (name) => {
      expect(() => readConfiguration({ ...production, [name]: '' })).toThrow(new RegExp(`^${name} `));
    },
  );

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['ROLE', 'boss'],
    ['COMPARE_EVERY', 'daily'],
    ['COMPARE_EVERY', '0h'],
    ['COMPARE_EVERY', '24'],
    ['ROLE', 'api'],
    ['LOG_LEVEL', 'loud'],
    ['REQUESTS_PER_MINUTE', '0'],
    ['REQUESTS_PER_MINUTE', 'many'],
    ['NODE_ENV', 'prod'],
    ['PUBLIC_URL', 'ftp://x'],
    ['PUBLIC_URL', 'https://x.example/path'],
    ['OIDC_ISSUER', 'id.example'],
    ['SESSION_SECRET', 'short'],
    ['EVENTSTORE_URL', 'http://admin:secret@localhost'],
    ['EVENTSTORE_URL', 'esdb://'],
    ['MONGODB_URL', 'localhost:27017'],
    ['CHECKPOINT_EVERY', '1w'],
    ['CHECKPOINT_EVERY', '0m'],
    ['CHECKPOINT_EVERY', '25d'],
  ])('refuses %s=%s in one line that names it', (name, value) => {
    const read = () => readConfiguration({ [name]: value });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(new RegExp(`^${name} [^\\n]+$`));
  });

  it.each(['admin', 'ops'])('refuses to be %s of the log in production', (user) => {
    const read = () =>
      readConfiguration({ ...production, EVENTSTORE_URL: `esdb://${user}:secret@log:2113?tls=true` });
    expect(read).toThrow(/^EVENTSTORE_URL names an administrator[^\n]+$/);
    expect(read).not.toThrow(/secret/);
  });

  it.each(['PUBLIC_URL', 'OIDC_ISSUER'])('refuses production with a %s that is not https', (name) => {
    expect(() => readConfiguration({ ...production, [name]: 'http://plain.example' })).toThrow(/https/);
  });
});
