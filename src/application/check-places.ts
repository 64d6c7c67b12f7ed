import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ConfigurationError, type Configuration } from '../configuration/configuration.js';
import { DataFileError } from '../configuration/data-file-error.js';
import { makeFolder } from '../configuration/make-folder.js';
import { loadCheckpointKey } from '../evidence/checkpoints/checkpoint-key.js';

/**
 * Checks every configured folder and file before anything is opened. Otherwise the first checkpoint would report a missing one hours later.
 * @throws ConfigurationError with one line that names the variable.
 */
export const checkPlaces = (configuration: Configuration): void => {
  const {
    directoryDir,
    questionnaireDir,
    dataDir,
    extraAuthorities,
    checkpoints,
    eventStoreUrl,
    mongoUrl,
    role,
  } = configuration;
  beFolder('DIRECTORY_DIR', directoryDir);
  beFolder('QUESTIONNAIRE_DIR', questionnaireDir);
  if (eventStoreUrl === undefined || mongoUrl === undefined) beWritable('DATA_DIR', dataDir);
  if (extraAuthorities !== undefined) beReadable('NODE_EXTRA_CA_CERTS', extraAuthorities);
  if (configuration.production) beWithoutSigningKey(eventStoreUrl);
  // A projector makes no checkpoints.
  if (role === 'projector') return;
  beWritable('CHECKPOINT_DIR', checkpoints.dir);
  if (checkpoints.hook !== undefined) beExecutable('CHECKPOINT_HOOK', checkpoints.hook);
  if (checkpoints.key !== undefined) beKey(configuration);
};

const refuse = (name: string, value: string, fault: string, cause?: unknown): ConfigurationError =>
  new ConfigurationError(`${name} ${value} ${fault}`, { cause });

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const beFolder = (name: string, folder: string): void => {
  if (!existsSync(folder)) throw refuse(name, folder, 'does not exist');
  if (!isFolder(folder)) throw refuse(name, folder, 'is no folder');
};

const beWritable = (name: string, folder: string): void => {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw refuse(name, folder, `cannot be made or written (${(error as NodeJS.ErrnoException).code})`, error);
  }
  if (!isFolder(folder)) throw refuse(name, folder, 'is no folder');
};

const beReadable = (name: string, file: string): void => {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw refuse(name, file, `cannot be read (${(error as NodeJS.ErrnoException).code})`, error);
  }
  if (isFolder(file)) throw refuse(name, file, 'is no file');
};

/**
 * `es-gencert-cli` writes `ca.key` beside `ca.crt`. A process that can read it can make certificates that all others trust.
 */
const beWithoutSigningKey = (eventStoreUrl: string | undefined): void => {
  const authority = /[?&]tlsCAFile=([^&]+)/i.exec(eventStoreUrl ?? '')?.[1];
  if (authority === undefined) return;
  const key = join(dirname(decodeURIComponent(authority)), 'ca.key');
  if (existsSync(key))
    throw refuse('EVENTSTORE_URL', key, 'lies beside the authority’s certificate: keep it elsewhere');
};

/** Finds the program as the operating system does: by its path, or by its name in `PATH`. */
const beExecutable = (name: string, program: string): void => {
  const places = program.includes('/')
    ? [program]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  if (!places.some(isExecutable)) throw refuse(name, program, 'is no program that this process may run');
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return !isFolder(file);
  } catch {
    // A missing file and a file that cannot be run have the same result.
    return false;
  }
};

const beKey = (configuration: Configuration): void => {
  try {
    loadCheckpointKey(configuration);
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    throw new ConfigurationError(`CHECKPOINT_KEY ${error.message}`, { cause: error });
  }
};
