import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Save } from './person.js';

interface Row {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}
type Json = { readonly [member: string]: unknown };

/** RFC 8785 of what an event holds: no number here is other than a whole one, and no text has a lone surrogate. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
};

/** What is wrong with the order of the log, its revisions and its hash chains. */
const orderFaults = (rows: readonly Row[]): readonly string[] => {
  const faults: string[] = [];
  const ends = new Map<string, { readonly revision: bigint; readonly hash: string }>();
  for (const { stream, revision, id, type, ...row } of rows) {
    const before = ends.get(stream) ?? { revision: -1n, hash: '0'.repeat(64) };
    if (revision !== before.revision + 1n) faults.push(`${stream}: ${revision} after ${before.revision}`);
    const { hash: kept, ...metadata } = JSON.parse(row.metadata) as Json;
    const covered = {
      data: JSON.parse(row.data) as Json,
      id,
      metadata,
      revision: String(revision),
      stream,
      type,
    };
    const hash = createHash('sha256').update(Buffer.from(before.hash, 'hex')).update(canonical(covered));
    const found = hash.digest('hex');
    if (found !== kept) faults.push(`${stream}@${revision}: its hash does not follow`);
    ends.set(stream, { revision, hash: found });
  }
  return faults;
};

/** The events of one save, in the order in which they must stand. */
const expected = ({ aspect, answers }: Save): readonly string[] => [
  ...Object.entries(answers).map(([rowId, answer]) =>
    canonical({ type: 'AnswerRecorded', aspectId: aspect, rowId, answer }),
  ),
  canonical({ type: 'AspectSaved', aspectId: aspect }),
];

/**
 * Reads the log's file, and says what it does not hold as it was acknowledged. It knows the file and the HTTP answers
 * only, and shares no code with the system.
 */
export const judge = (file: string, saves: readonly Save[]): readonly string[] => {
  const database = new DatabaseSync(file);
  const statement = database.prepare('SELECT * FROM events ORDER BY position');
  statement.setReadBigInts(true);
  const rows = statement.all() as readonly object[] as readonly Row[];
  const [{ integrity_check: integrity }] = database.prepare('PRAGMA integrity_check').all() as [Json];
  database.close();
  const faults = [...orderFaults(rows)];
  if (integrity !== 'ok') faults.push(`SQLite: ${String(integrity)}`);

  const commands = Map.groupBy(
    rows.filter(({ stream }) => stream.startsWith('survey-')),
    ({ metadata }) => (JSON.parse(metadata) as { readonly commandId: string }).commandId,
  );
  const byEnd = new Map([...commands.values()].map((events) => [events.at(-1)!.position, events]));
  for (const save of saves) {
    const { acknowledged, key, stream } = save;
    if (!acknowledged) {
      faults.push(`${key} was never answered`);
      continue;
    }
    const position = BigInt(acknowledged.position);
    const events = byEnd.get(position) ?? [];
    byEnd.delete(position);
    const found = events.map(({ type, data }) => canonical({ type, ...(JSON.parse(data) as Json) }));
    if (canonical(found) !== canonical(expected(save))) faults.push(`${key} is not there as it was sent`);
    const end = events.at(-1);
    if (end?.stream !== stream || String(end.revision) !== acknowledged.revision) {
      faults.push(`${key} is not at ${stream}@${acknowledged.revision}`);
    }
  }
  for (const position of byEnd.keys()) faults.push(`position ${position}: no one was told of it, or twice`);
  return faults;
};
