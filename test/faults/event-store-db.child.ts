/**
 * The in-memory stand-in for EventStoreDB in its own process. It holds the log, so no fault kills it. `PACE`: how long its
 * appends take, as JSON.
 */
import { EventStoreDbInMemory } from '../support/event-store-db.js';
import type { Pace } from '../support/event-store-db/serving.js';

const wanted = process.env['PACE'];
const pace = wanted === undefined ? undefined : (JSON.parse(wanted) as Pace);
const { port } = await EventStoreDbInMemory.start({ pace });
process.stdout.write(`${JSON.stringify({ port })}\n`);

process.stdin.on('end', () => process.exit()).resume();
