/** Pure: decisions, state, events and rules. Replaying them must give the same result on any day and any machine, and in the browser. */
const DOMAIN = [
  '^src/(form|campaign)/(survey|completeness|campaign)\\.ts$',
  '^src/roster/(province|roster)\\.ts$',
  '^src/certification/standing-certification\\.ts$',
  '^src/events/',
  '^src/fingerprints/',
  '^src/[^/]+/[^/]+-decisions\\.ts$',
  '^src/commands/seen-revision\\.ts$',
  '^src/questionnaire/(answer|answer-fields|questionnaire|questionnaire-faults|questionnaire-difference|fault-words)\\.ts$',
  '^src/publication/publication\\.ts$',
  '^src/basics/(text|count|json)\\.ts$',
  '^src/problems/',
];
const ADAPTERS = [
  '^src/(identity|people|access-tokens)/(embedded|mongo)/',
  '^src/(mongo|sqlite)/',
  '^src/event-store/(embedded|eventstoredb)/',
  '^projections/engine/lease/mongo/',
  '^projections/read-store/(sqlite|mongo)/',
];
/** Where an adapter is chosen. */
const WIRING = [
  '^src/(application|engines|cli)/',
  '\\.module\\.ts$',
  '^projections/replay/',
  '^demo/',
  '^test/',
  '^bench/',
];
const DRIVERS = ['^(node:)?sqlite$', '(^|/)node_modules/(@eventstore/db-client|mongodb)/'];
/** Reads: these may ask a read model. */
const QUERIES = ['/(get|list)-[^/]+\\.ts$', '\\.controller\\.ts$', '\\.module\\.ts$'];

module.exports = {
  forbidden: [
    {
      name: 'domain-stays-pure',
      comment:
        'Decisions, events and rules import only each other. Take what you need as an argument (the time, an id, a look-up), or move this code to the handler.',
      severity: 'error',
      from: { path: DOMAIN },
      to: {
        pathNot: [
          ...DOMAIN,
          '^src/commands/stream-model\\.ts$',
          '^src/people/people\\.ts$',
          '^src/event-store/(event-store|hash-chain)\\.ts$',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'drivers-only-in-adapters',
      comment:
        'A database driver is known to its adapter alone, so that both engines keep the same promises. Ask the port (EventStore, ReadStore), or extend it and its contract suite.',
      severity: 'error',
      from: { pathNot: [...ADAPTERS, '^test/', '^bench/'] },
      to: { path: DRIVERS },
    },
    {
      name: 'formats-only-in-their-room',
      comment:
        'What writes a PDF, a QR code, a zip or a CSV is known to one file each, so that they look the same wherever they are asked for. Ask src/receipts, src/evidence/package/package-zip.ts, src/spreadsheet/deflated-zip.ts or src/basics/csv.ts.',
      severity: 'error',
      from: {
        pathNot: [
          '^src/receipts/(paper/|receipt-parts\\.ts$)',
          '^src/evidence/package/package-zip\\.ts$',
          '^src/spreadsheet/deflated-zip\\.ts$',
          '^src/basics/csv\\.ts$',
          '^test/',
        ],
      },
      to: { path: '(^|/)node_modules/(@types/)?(pdfkit|qrcode|fflate|csv-stringify)/' },
    },
    {
      name: 'adapters-only-where-chosen',
      comment:
        'Only a module, a command line and the contract suites choose an adapter. Inject the port (EventStore, ReadStore) instead.',
      severity: 'error',
      from: { pathNot: [...ADAPTERS, ...WIRING] },
      to: { path: ADAPTERS },
    },
    {
      name: 'projections-know-events-only',
      comment:
        'A projection is made from events, on any day, in a process without HTTP. Move what both need into a rule that neither owns.',
      severity: 'error',
      from: { path: '^projections/' },
      to: {
        path: [
          '\\.controller\\.ts$',
          '\\.handler\\.ts$',
          '^src/commands/',
          '^src/[^/]+/(save|add|remove|certify|return|revoke|open|extend|close)-[^/]+\\.ts$',
        ],
      },
    },
    {
      name: 'projections-know-no-directory',
      comment:
        'A read model is a function of the log alone: the same whatever becomes of the files. Take names, places and order from the events of the roster.',
      severity: 'error',
      from: { path: '^projections/' },
      to: { path: '^src/(directory|offices)/' },
    },
    {
      name: 'write-side-reads-no-projection',
      comment:
        'A read model lags behind the log, so nothing may be decided from it. Fold the stream; a query belongs in a get-*.ts, list-*.ts or controller.',
      severity: 'error',
      from: { path: '^src/(survey|certification|campaign|roster|publication|commands)/', pathNot: QUERIES },
      to: { path: '^projections/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-imports-rules-and-types',
      comment:
        'The browser shares the pure questionnaire rules, the table of events, Thai time, words and search, and CSV with the server, and types; anything else would ship the server to it. Call the API.',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: ['^src/', '^projections/'],
        pathNot: [
          '^src/events/event-types\\.ts$',
          '^src/questionnaire/(answer|answer-fields|questionnaire|questionnaire-faults|questionnaire-difference|fault-words)\\.ts$',
          '^src/basics/(count|csv|text|thai-search|thai-time|thai-words)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-imports-no-web',
      comment:
        'The server serves what the web was built to, it does not import it. Move the shared rule to src/.',
      severity: 'error',
      from: { path: ['^src/', '^projections/'] },
      to: { path: '^web/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third that both need.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-folder-cycles',
      comment:
        'Two rooms that need each other are one room, or lack a third that both need. Move what they share into a room below both.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(src|projections|web/src)/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing. Either use it or remove it.',
      severity: 'error',
      from: { orphan: true, path: ['^src/', '^projections/', '^web/src/'], pathNot: ['\\.d\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^test/fixtures/', '^web/dist/', '^dist/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
