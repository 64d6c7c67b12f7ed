/** Ends a run with one line for people and programs. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
    // A file that could not be loaded has failed, though none of its tests was counted.
    const unloadable = testResults.filter((file) => file.testExecError).length;
    const skipped = numPendingTests + numTodoTests;
    const counts = `${numPassedTests} passed, ${numFailedTests + unloadable} failed`;
    const line = skipped > 0 ? `${counts}, ${skipped} skipped` : counts;
    process.stderr.write(`\n${line}\n`);
  }
}
