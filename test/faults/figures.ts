/** The figures of a run. Durations in milliseconds. */
export interface Figures {
  commands: number;
  refused: number;
  /** Requests that were sent again. */
  retries: number;
  kills: number;
  otherFaults: number;
  /** Processes that were started again. */
  recoveries: number;
  /** The longest time until a request was answered, be it by a refusal. */
  longestAnswer: number;
  /** The longest time from the first request of a command until the command was accepted or refused. */
  longestOutage: number;
  /** The longest time from an acknowledgement until the read models had the command. */
  longestLag: number;
}

export const noFigures = (): Figures => ({
  commands: 0,
  refused: 0,
  retries: 0,
  kills: 0,
  otherFaults: 0,
  recoveries: 0,
  longestAnswer: 0,
  longestOutage: 0,
  longestLag: 0,
});

export const figuresInWords = (figures: Figures): string => {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    `${figures.commands} commands acknowledged, ${figures.refused} refused, ${figures.retries} requests made again`,
    `${figures.kills} kills, ${figures.otherFaults} other faults, ${figures.recoveries} recoveries`,
    `longest wait for an answer ${seconds(figures.longestAnswer)}, for a command ${seconds(figures.longestOutage)}, for the read models ${seconds(figures.longestLag)}`,
  ].join('\n');
};
