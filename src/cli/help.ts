/** If help is requested, prints what the program does and how to call it, then ends the program. */
export const helpOnRequest = (help: string): void => {
  if (!process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) return;
  console.log(help);
  process.exit(0);
};
