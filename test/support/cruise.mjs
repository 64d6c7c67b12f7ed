/** Checks the boundary rules for each given folder in one process, and prints the findings as JSON. */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

const [config, ...folders] = process.argv.slice(2);
const { options, ...ruleSet } = createRequire(import.meta.url)(config);
const found = {};
for (const baseDir of folders) {
  const sources = ['src', 'projections', 'web/src'].filter((source) => existsSync(join(baseDir, source)));
  const cruiseOptions = { ...options, baseDir, validate: true, ruleSet };
  const { output } = await cruise(sources, cruiseOptions, options.enhancedResolveOptions);
  found[baseDir] = output.summary;
}
process.stdout.write(JSON.stringify(found));
