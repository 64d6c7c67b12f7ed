/**
 * What a process of a test inherits: none of Jest's options, and no engine, so that a run that tries an engine (`MONGODB_URL=… npm test`) does
 * not move every other test's server to it.
 */
export const childEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_OPTIONS: '',
  EVENTSTORE_URL: '',
  MONGODB_URL: '',
};
