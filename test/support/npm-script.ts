import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a script of package.json. @throws Error with its whole output when it fails. */
export const npmScript = async (name: string): Promise<void> => {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', NO_COLOR: '1', FORCE_COLOR: undefined };
  const options = { env, maxBuffer: 1 << 26 };
  await promisify(execFile)('npm', ['run', '--silent', name], options).catch((error: unknown) => {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`npm run ${name} failed\n${stdout}${stderr}`);
  });
};
