/** What lies before a node of a cluster. It can freeze: it accepts connections, and nothing passes. */
export interface Line {
  readonly port: number;
  readonly frozen: boolean;
  freeze(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** Starts a line to the first of some ports that accepts connections. */
export type StartLine = (targets: () => readonly number[], port?: number) => Promise<Line>;
