import { parseArgs } from 'node:util';
import { ConfigurationError } from '../configuration/configuration.js';

/** If help is requested, prints what the program does and how to call it, then ends the program. */
export const helpOnRequest = (help: string): void => {
  if (!process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) return;
  console.log(help);
  process.exit(0);
};

/** For a program that the environment alone configures. @throws ConfigurationError for any argument. */
export const requireNoArguments = (usage: string): void => {
  try {
    parseArgs({ options: {} });
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message}\n${usage}`, { cause: error });
  }
};
