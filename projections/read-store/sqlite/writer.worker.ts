/**
 * The only writer of the read models' file. It runs in its own thread, so that the event loop never waits for a commit and the next
 * events are projected during a write. It runs both compiled and as TypeScript (Node strips the types), so it uses only erasable syntax
 * and imports only Node's own modules.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';

export type BoundValue = string | number | bigint | Uint8Array | null;

/** A statement that runs once per `width` values. Passing one flat list to the thread is cheaper than one list per row. */
export interface Step {
  readonly sql: string;
  readonly width: number;
  readonly values: readonly BoundValue[];
}

export interface TransactionFailure {
  /** SQLite's result code; undefined when the failure is not SQLite's. */
  readonly code: number | undefined;
  readonly message: string;
}

/**
 * Steps of one transaction. `attempt` counts the failures that the sender knows of. A transaction sent before the sender knew of the
 * last failure is refused, so that no write follows a missing one.
 */
export interface Transaction {
  readonly steps: readonly Step[];
  readonly attempt: number;
}

export type TransactionMessage = Transaction | 'close';
/** Replies come in the order of the transactions. The first reply reports that the file is open. */
export type TransactionReply = 'done' | TransactionFailure;

export interface TransactionWriterOptions {
  readonly file: string;
  /** Statements that run first after the file is opened. */
  readonly setup: readonly string[];
}

/** Maximum number of prepared statements in the cache. Above it, statements are prepared again. */
const MOST_STATEMENTS = 500;

/** Runs transactions on a connection, one after the other. */
export const createRunner = (db: DatabaseSync): ((steps: readonly Step[]) => void) => {
  const statements = new Map<string, StatementSync>();

  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    const prepared = db.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };

  return (steps) => {
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const { sql, width, values } of steps) {
        const prepared = statement(sql);
        if (width === 0) prepared.run();
        else for (let at = 0; at < values.length; at += width) prepared.run(...values.slice(at, at + width));
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
};

export const failureOf = (error: unknown): TransactionFailure => ({
  code: (error as { errcode?: number }).errcode,
  message: error instanceof Error ? error.message : String(error),
});

const serve = (port: NonNullable<typeof parentPort>, { file, setup }: TransactionWriterOptions): void => {
  const reply = (message: TransactionReply): void => port.postMessage(message);
  const attempt = (work: () => void): TransactionReply => {
    try {
      work();
      return 'done';
    } catch (error) {
      return failureOf(error);
    }
  };
  let failures = 0;
  const db = new DatabaseSync(file, { open: false });
  const opened = attempt(() => {
    db.open();
    for (const sql of setup) db.exec(sql);
  });
  reply(opened);
  if (opened !== 'done') return port.close();
  const run = createRunner(db);
  const runAlone = ({ steps, attempt: sent }: Transaction): TransactionReply => {
    if (sent < failures) return { code: undefined, message: 'a write before it failed' };
    const outcome = attempt(() => run(steps));
    if (outcome !== 'done') failures = sent + 1;
    return outcome;
  };
  port.on('message', (first: TransactionMessage) => {
    const messages = [first, ...waitingOn(port)];
    const transactions = messages.filter((message) => message !== 'close');
    const isGroup = transactions.length > 1 && transactions.every(({ attempt: sent }) => sent >= failures);
    const together = () => run(transactions.flatMap(({ steps }) => steps));
    // When a group fails, each runs alone: those before the faulty one are written.
    const isDone = isGroup && attempt(together) === 'done';
    for (const transaction of transactions) reply(isDone ? 'done' : runAlone(transaction));
    if (messages.length === transactions.length) return;
    db.close();
    port.close();
  });
};

/** What was sent while the transaction before ran. One commit is enough for all of it. */
const waitingOn = (port: MessagePort): readonly TransactionMessage[] => {
  const waiting: TransactionMessage[] = [];
  for (;;) {
    const next: { readonly message: TransactionMessage } | undefined = receiveMessageOnPort(port);
    if (!next) return waiting;
    waiting.push(next.message);
  }
};

if (parentPort !== null) serve(parentPort, workerData as TransactionWriterOptions);
