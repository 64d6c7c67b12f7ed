import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { readConfiguration } from '../src/configuration/configuration.js';
import { startServer, type TestServer } from './support/server.js';

const root = join(import.meta.dirname, '..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly pull_policy?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly start_period?: string };
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string } } };
  readonly restart: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const source = text('docker-compose.yml');
const composeOf = (yaml: string) => parse(yaml, { merge: true }) as Compose;
const compose = composeOf(source);
const services = Object.entries(compose.services);
const steady = services.filter(([, { restart }]) => restart !== 'no');
const ours = steady.filter(([, { image }]) => image.startsWith('eservice-survey:'));
/** Variables without a value here: a container has them where the file of variables has them. */
const passedOn = services.flatMap(([, { environment = {} }]) =>
  Object.keys(environment).filter((name) => environment[name] === null),
);

const environmentIn = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text(path)
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
const development = environmentIn('deploy/development.env');
const production = environmentIn('deploy/production.env.example');

/** `${NAME:?what it is}`, the form in which Compose requires a value. Anything else after the name would be a default. */
const variable = /(?<!\$)\$\{([A-Z_]+)([^}]*)\}/g;
const interpolated = (environment: Readonly<Record<string, string>>): Compose =>
  composeOf(source.replaceAll(variable, (_, name: string) => environment[name] ?? ''));

describe('docker-compose.yml', () => {
  it('is a Compose file', () => {
    const { $schema: _, ...schema } = JSON.parse(
      text('test/fixtures/compose-spec/compose-spec.json'),
    ) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const valid = ajv.compile(schema);
    valid(compose);
    expect(valid.errors ?? []).toEqual([]);
  });

  it('requires every variable, says what it is for, and gives none of them a default', () => {
    const found = [...source.matchAll(variable)];
    expect(found.length).toBeGreaterThan(15);
    for (const [whole, name, rest] of found) {
      expect({ whole, rest }).toEqual({ whole, rest: expect.stringMatching(/^:?\?.{5,}/) });
      expect(Object.keys(development)).toContain(name);
      expect(Object.keys(production)).toContain(name);
    }
    const names = new Set([...found.map(([, name]) => name), ...passedOn]);
    expect(
      [...Object.keys(production), ...Object.keys(development)].filter((name) => !names.has(name)),
    ).toEqual([]);
  });

  it('gives the log passwords only where it has users: a server without TLS ends when it is given one', () => {
    expect(new Set(passedOn)).toEqual(
      new Set(['EVENTSTORE_DEFAULT_ADMIN_PASSWORD', 'EVENTSTORE_DEFAULT_OPS_PASSWORD']),
    );
    expect(development['EVENTSTORE_INSECURE']).toBe('true');
    for (const name of passedOn) {
      expect(Object.keys(development)).not.toContain(name);
      expect(Object.keys(production)).toContain(name);
    }
  });

  it('makes the log’s own user before any process starts, and starts a former leader again', () => {
    for (const [, { depends_on: needed }] of ours) {
      expect(needed).toMatchObject({ 'eventstore-user': { condition: 'service_completed_successfully' } });
    }
    // It ends with exit code 0 to cut off what was never replicated.
    expect(compose.services['eventstore']!.restart).toBe('unless-stopped');
  });

  it('holds no password of production', () => {
    const secrets = Object.entries(production).filter(([name]) => /PASSWORD|SECRET|_URL$/.test(name));
    expect(secrets.length).toBeGreaterThan(5);
    expect(secrets.filter(([, value]) => value !== '')).toEqual([]);
    expect(production).toMatchObject({ NODE_ENV: 'production', EVENTSTORE_INSECURE: 'false' });
  });

  it('names every image with its version, ours with the version of the project', () => {
    const { version } = JSON.parse(text('package.json')) as { readonly version: string };
    for (const [, { image }] of services) expect(image).toMatch(/^[a-z./-]+:\d[\w.-]*$/);
    expect(new Set(ours.map(([, { image }]) => image))).toEqual(new Set([`eservice-survey:${version}`]));
  });

  it('builds our image once: four services that build one tag replace each other’s', () => {
    const all = services.filter(([, { image }]) => image.startsWith('eservice-survey:'));
    const building = all.filter(([, { build }]) => build !== undefined).map(([name]) => name);
    expect(building).toEqual(['eventstore-user']);
    for (const [name, { pull_policy: pull }] of all) {
      expect([name, pull]).toEqual([name, building.includes(name) ? undefined : 'never']);
    }
  });

  it('asks MongoDB by its name: its image first runs another server, which answers on 127.0.0.1', () => {
    const members = services.filter(([name]) => /^mongo-\d$/.test(name));
    expect(members).toHaveLength(3);
    for (const [, { healthcheck }] of members) {
      expect(healthcheck!.test.join(' ')).toMatch(/--host "\$\$\(hostname\)"/);
    }
  });

  it('lets people sign in at a provider of the department’s own authority', () => {
    for (const name of ['api-1', 'api-2']) {
      expect(Object.keys(compose.services[name]!.environment!)).toContain('NODE_EXTRA_CA_CERTS');
      expect(compose.services[name]!.volumes).toContainEqual(
        expect.stringMatching(/AUTHORITIES_DIR.*:\/authorities:ro$/),
      );
    }
  });

  it('gives the development identity provider the memory and the time that it takes', () => {
    const { deploy, healthcheck } = compose.services['identity']!;
    expect(deploy!.resources!.limits).toMatchObject({ memory: '2g' });
    expect(healthcheck!.start_period).toBe('180s');
  });

  it.each(services)('gives %s no more than it needs', (name, service) => {
    expect(service.deploy?.resources?.limits).toMatchObject({
      cpus: expect.any(String),
      memory: expect.any(String),
      pids: expect.any(Number),
    });
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    // Keycloak's development mode rebuilds itself.
    expect(service.read_only).toBe(name !== 'identity');
    expect(service.cap_add ?? []).toEqual(name === 'proxy' ? ['NET_BIND_SERVICE'] : []);
  });

  it.each(steady)('has a health check for %s', (_, { healthcheck }) => {
    expect(healthcheck?.test.length).toBeGreaterThan(1);
  });

  it('waits for health, or for the end, of what it depends on', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const once = compose.services[needed]?.restart === 'no';
        expect({ name, needed, condition }).toEqual({
          name,
          needed,
          condition: once ? 'service_completed_successfully' : 'service_healthy',
        });
      }
    }
  });

  it('mounts only volumes that it declares, and files that exist', () => {
    for (const volume of services.flatMap(([, { volumes = [] }]) => volumes)) {
      const [from = ''] = volume.split(':');
      if (from.startsWith('${')) continue;
      expect(from.startsWith('./') ? existsSync(join(root, from)) : from in compose.volumes).toBe(true);
    }
  });

  it('has two API processes and two projectors', () => {
    expect(ours.map(([, { environment }]) => environment!['ROLE'])).toEqual([
      'api',
      'api',
      'projector',
      'projector',
    ]);
  });

  const filled = Object.fromEntries(
    Object.entries(production).map(([name, value]) => [name, value || 'x'.repeat(32)]),
  );
  it.each([
    ['development', development],
    [
      'production',
      {
        ...filled,
        PUBLIC_URL: 'https://survey.example.go.th',
        OIDC_ISSUER: 'https://id.example.go.th',
        EVENTSTORE_URL: 'esdb://survey:x@eventstore:2113?tls=true',
      },
    ],
  ])('gives our processes a configuration that they accept, in %s', (_, environment) => {
    for (const service of Object.values(interpolated(environment).services)) {
      if (!service.image.startsWith('eservice-survey:')) continue;
      const given = Object.entries(service.environment!).filter(([, value]) => value !== null);
      for (const [name] of given) {
        expect(text('src/configuration/configuration.ts')).toContain(`'${name}'`);
      }
      expect(() => readConfiguration(Object.fromEntries(given) as NodeJS.ProcessEnv)).not.toThrow();
    }
  });
});

describe('the development identity provider of docker-compose.yml', () => {
  it('knows this system by the same secret, and gives the claims that it reads', () => {
    const realm = JSON.parse(text('deploy/development-realm.json')) as {
      readonly realm: string;
      readonly users: readonly { readonly id: string }[];
      readonly clients: readonly {
        readonly clientId: string;
        readonly secret: string;
        readonly redirectUris: readonly string[];
        readonly protocolMappers: readonly { readonly config: Readonly<Record<string, string>> }[];
      }[];
    };
    const [client] = realm.clients;
    expect(development['OIDC_ISSUER']).toMatch(new RegExp(`/realms/${realm.realm}$`));
    expect(client).toMatchObject({
      clientId: development['OIDC_CLIENT_ID'],
      secret: development['OIDC_CLIENT_SECRET'],
      redirectUris: [`${development['PUBLIC_URL']}/auth/callback`],
    });
    // With ids of their own at every start, the same person would be another one in the log.
    expect(new Set(realm.users.map(({ id }) => id)).size).toBe(realm.users.length);
    for (const { id } of realm.users) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const claims = client!.protocolMappers.map(({ config }) => config['claim.name']);
    expect(claims).toEqual(expect.arrayContaining(['role', 'lao_code', 'province_code']));
  });
});

describe('Dockerfile', () => {
  const dockerfile = text('Dockerfile');

  it('has the Node version of development, and runs as a user without rights', () => {
    const { devDependencies } = JSON.parse(text('package.json')) as {
      readonly devDependencies: { readonly node: string };
    };
    expect(dockerfile).toMatch(new RegExp(`^ARG NODE=${devDependencies.node}-`, 'm'));
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toContain('npm ci --omit=dev');
  });

  it('gets what the build needs', () => {
    const given = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    for (const path of given)
      expect({ path, there: existsSync(join(root, path)) }).toEqual({ path, there: true });
    expect(given).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'projections', 'web']),
    );
  });
});

describe('deploy/alerts.yml', () => {
  interface Rule {
    readonly alert: string;
    readonly expr: string;
    readonly labels: { readonly severity: string };
    readonly annotations: { readonly summary: string };
  }
  const { groups } = parse(text('deploy/alerts.yml')) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  const rules = groups.flatMap(({ rules }) => rules);
  let server: TestServer;
  let exported: ReadonlySet<string>;
  beforeAll(async () => {
    server = await startServer();
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const names = [...metrics.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name!],
    );
    // Prometheus makes `up` itself. This server's read models are in memory, so it has no leases.
    exported = new Set([...names, 'up', 'eservice_projection_at_work']);
  });
  afterAll(() => server.stop());

  const language = new Set([
    'on',
    'count',
    'max_over_time',
    'topk',
    'or',
    'time',
    'absent',
    'increase',
    'by',
    'sum',
    'min',
    'max',
    'rate',
    'delta',
    'and',
    'histogram_quantile',
  ]);

  /** The metrics that an expression asks for. */
  const namesIn = (expression: string): readonly string[] => {
    const bare = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '').replaceAll(/\b(?:by|on) \([^)]*\)/g, '');
    return bare.match(/[a-z_]\w*/g)!.filter((name) => !language.has(name));
  };

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s uses metrics that the server exports',
    (_, rule) => {
      const names = namesIn(rule.expr);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(exported).toContain(name);
      // Another system in the same Prometheus must neither fire an alert of this one nor hide it.
      expect(rule.expr.match(/\{job="eservice-survey"/g)).toHaveLength(names.length);
    },
  );

  it('has tests of promtool, which pass', () => {
    const { error, status, stderr } = spawnSync('promtool', ['test', 'rules', 'test/alerts.promtool.yml'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (error && 'code' in error && error.code === 'ENOENT') {
      console.warn('promtool is not on PATH (Debian: prometheus), so the alerts were not run.');
      return;
    }
    expect([error, status, stderr]).toEqual([undefined, 0, '']);
  });

  it('shows metrics that the server exports on the dashboard, of this system only', () => {
    const { panels } = JSON.parse(text('deploy/grafana-dashboard.json')) as {
      readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
    };
    const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(shown.length).toBeGreaterThan(10);
    for (const expr of shown) {
      for (const name of namesIn(expr)) expect(exported).toContain(name);
      expect(expr.match(/\{job="eservice-survey"/g)).toHaveLength(namesIn(expr).length);
    }
  });

  it('is scraped as the job that the alerts select, from every process', () => {
    const { scrape_configs: jobs } = parse(text('deploy/prometheus.yml')) as {
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
    };
    expect(jobs.map(({ job_name: name }) => name)).toEqual(['eservice-survey']);
    expect(jobs[0]!.static_configs[0]!.targets).toEqual(ours.map(([name]) => `${name}:3000`));
  });

  it('names nothing that docs/operations.md does not explain', () => {
    const explained = [...text('docs/operations.md').matchAll(/^#### (\w+)$/gm)].map(([, name]) => name);
    expect(explained).toEqual(rules.map(({ alert }) => alert));
  });
});
