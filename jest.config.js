import { env } from 'node:process';

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.spec.ts', '<rootDir>/web/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/build.js',
  testSequencer: '<rootDir>/test/support/slowest-first.sequencer.js',
  // One for each core of the machines of the CI. Each may run a browser and servers beside itself.
  maxWorkers: 2,
  // Milliseconds, for a test that names no time of its own: the workers, their servers and their browsers share the cores.
  testTimeout: env.PROPERTY_RUNS === 'long' ? 3_600_000 : 20_000,
  reporters: ['default', '<rootDir>/test/support/closing-line.reporter.js'],
};
