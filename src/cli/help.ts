/** Prints what a program does and how it is called, and ends it, when that is asked for. */
export const helpOnRequest = (help: string): void => {
  if (!process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) return;
  console.log(help);
  process.exit(0);
};
