/** The in-memory stand-in for EventStoreDB in its own process. It holds the log, so no fault kills it. */
import { EventStoreDbInMemory } from '../support/event-store-db.js';

const { port } = await EventStoreDbInMemory.start();
process.stdout.write(`${JSON.stringify({ port })}\n`);

process.stdin.on('end', () => process.exit()).resume();
