import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** An empty folder for each test, gone after it. */
export const ownFolder = (): (() => string) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eservice-survey-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return () => folder;
};
