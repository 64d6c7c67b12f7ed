/**
 * The environment of a test's child process. It has none of Jest's options and no engine. So a run that tries an engine
 * (`MONGODB_URL=… npm test`) does not move every other test's server to it.
 */
export const childEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_OPTIONS: '',
  EVENTSTORE_URL: '',
  MONGODB_URL: '',
};
