/** The in-memory stand-in for EventStoreDB in a process of its own: it holds the log, so nobody kills it. */
import { EventStoreDbInMemory } from '../support/event-store-db.js';

const { port } = await EventStoreDbInMemory.start();
process.stdout.write(`${JSON.stringify({ port })}\n`);

process.stdin.on('end', () => process.exit()).resume();
