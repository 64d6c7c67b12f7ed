import { Presets, SingleBar } from 'cli-progress';

export interface ProgressBar {
  update(done: number): void;
  stop(): void;
}

/** A bar on a terminal. Elsewhere (a log, a pipe) it is a plain line at every tenth. */
export const showProgress = (what: string, total: number): ProgressBar => {
  if (!process.stderr.isTTY) return plainLines(what, total);
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total}`, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
};

const plainLines = (what: string, total: number): ProgressBar => {
  let tenths = 0;
  return {
    update: (done) => {
      const reached = total === 0 ? 10 : Math.floor((done * 10) / total);
      if (reached <= tenths) return;
      tenths = reached;
      process.stderr.write(`${what} ${done}/${total}\n`);
    },
    stop: () => undefined,
  };
};
