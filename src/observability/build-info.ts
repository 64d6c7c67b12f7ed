import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { Gauge, type Registry } from 'prom-client';
import { metricName } from '../basics/metric-name.js';
import type { ProcessRole } from '../configuration/configuration.js';

/** The version of this program, from its package. */
export const programVersion = (): string => {
  const packageFile = findPackageJSON(import.meta.url);
  if (packageFile === undefined) throw new Error('the program lies in no package');
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { readonly version: string }).version;
};

/** Which version runs where, and as what. Always 1: Prometheus joins the labels to other metrics. */
export const reportBuild = (role: ProcessRole, registry: Registry): void => {
  new Gauge({
    name: metricName('build_info'),
    help: 'The version of the program and of Node, and the role of the process',
    labelNames: ['version', 'node', 'role'],
    registers: [registry],
  }).set({ version: programVersion(), node: process.version, role }, 1);
};
