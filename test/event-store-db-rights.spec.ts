import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { makeSurveyUser } from '../src/event-store/eventstoredb/survey-user.js';
import { allOf, events, fresh, revisionsOf } from './event-store-db-facts/asking.js';
import { certificates } from './support/certificates.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { builtInUsers } from './support/event-store-db/rights.js';

/** Answers of a node with TLS and users (23.10.8). A real node needs its users made first, so only the stand-in is tested. */
describe('A node of the stand-in with TLS and users', () => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const authority = join(folder, 'ca.crt');
  const clients: EventStoreDBClient[] = [];
  let node: EventStoreDbInMemory;

  const connect = (who: string, options = `tls=true&tlsCAFile=${authority}`): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(`esdb://${who}127.0.0.1:${node.port}?${options}`);
    clients.push(client);
    return client;
  };
  const readAll = (client: EventStoreDBClient) =>
    allOf(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
  const append = (client: EventStoreDBClient, stream: string) =>
    client.appendToStream(stream, events(1), { expectedRevision: NO_STREAM });
  const denied = (code: 7 | 16) => expect.objectContaining({ type: 'access-denied', code });

  beforeAll(async () => {
    const { authority: certificate, server } = certificates();
    writeFileSync(authority, certificate);
    node = await EventStoreDbInMemory.start({
      secured: { identity: server, users: builtInUsers('changeit') },
    });
  });
  /** @returns the status of the answer. */
  const makeUser = async (by: string): Promise<number | undefined> => {
    const request = httpsRequest(`https://127.0.0.1:${node.port}/users/`, {
      method: 'POST',
      auth: by,
      ca: readFileSync(authority),
      headers: { 'content-type': 'application/json' },
    });
    const user = { loginName: 'survey', fullName: 'the survey', password: 'secret', groups: ['survey'] };
    request.end(JSON.stringify(user));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers an administrator', async () => {
    expect(await readAll(connect('admin:changeit@'))).toHaveLength(1);
    const list = `127.0.0.1:${node.port},127.0.0.1:${node.port}`;
    const client = EventStoreDBClient.connectionString(
      `esdb://admin:changeit@${list}?tls=true&tlsCAFile=${authority}`,
    );
    clients.push(client);
    expect(await readAll(client)).toHaveLength(1);
  });

  it.each([
    ['a wrong password', 'admin:wrong@', 16],
    ['an unknown user', 'nobody:changeit@', 16],
    ['no user', '', 7],
    ['a user without rights', 'ops:changeit@', 7],
  ] as const)('answers %s at once', async (_, who, code) => {
    await expect(readAll(connect(who))).rejects.toEqual(denied(code));
  });

  it('refuses an append without a user, in a call of its own or in a batch', async () => {
    const client = connect('');
    await expect(append(client, fresh())).rejects.toMatchObject({
      type: 'access-denied',
      code: undefined,
    });
    Object.assign(client, { supports: () => Promise.resolve(false) });
    await expect(append(client, fresh())).rejects.toEqual(denied(7));
  });

  it('is not trusted without its authority, and refuses plain connections', async () => {
    await expect(readAll(connect('admin:changeit@', 'tls=true'))).rejects.toMatchObject({
      type: 'unavailable',
      code: 14,
      message: expect.stringContaining('unable to verify the first certificate'),
    });
    await expect(readAll(connect('', 'tls=false'))).rejects.toMatchObject({
      type: 'unavailable',
      code: 14,
      message: expect.stringContaining('Failed to connect'),
    });
    expect(() => connect('', 'tls=true&tlsCAFile=/nowhere/ca.crt')).toThrow(
      /^Failed to load certificate file/,
    );
  });

  describe('is told apart by the product, each in one line and without waiting', () => {
    const trusted = `tls=true&tlsCAFile=${authority}`;
    const failure = async (
      who: string,
      options: string,
      hosts = `127.0.0.1:${node.port}`,
    ): Promise<string> => {
      const begun = performance.now();
      const opening = EventStoreDbEventStore.open({ url: `esdb://${who}${hosts}?${options}` });
      const message = await opening.then(
        () => 'opened',
        (error: unknown) => (error as Error).message,
      );
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect(message).not.toMatch(/\n|changeit/);
      return message;
    };

    it.each([
      ['a wrong password', 'admin:wrong@', trusted, /does not know this user, or the password/],
      ['no user', '', trusted, /gives this user no right to the log/],
      ['a user without rights', 'ops:changeit@', trusted, /gives this user no right to the log/],
      [
        'an unknown authority',
        'admin:changeit@',
        'tls=true',
        /certificate of an unknown authority .* tlsCAFile/,
      ],
      ['plain against TLS', '', 'tls=false', /wants TLS, its URL says tls=false/],
      [
        'no file of the authority',
        '',
        'tls=true&tlsCAFile=/nowhere/ca.crt',
        /URL cannot be read: Failed to load/,
      ],
    ] as const)('%s', async (_, who, options, words) => {
      expect(await failure(who, options)).toMatch(words);
    });

    it('TLS against plain, also in a list of nodes', async () => {
      const plain = await EventStoreDbInMemory.start();
      const address = `127.0.0.1:${plain.port}`;
      expect(await failure('', 'tls=true', address)).toMatch(/speaks no TLS/);
      expect(await failure('', 'tls=true', `${address},${address}`)).toMatch(/speaks no TLS/);
      plain.stop();
    }, 15_000);

    it('and an absent server, which is waited for', async () => {
      const url = 'esdb://127.0.0.1:1?tls=false';
      const opening = EventStoreDbEventStore.open({ url, attempt: 300, patience: 1_000 });
      await expect(opening).rejects.toThrow('no server at 127.0.0.1:1 (ECONNREFUSED)');
    });
  });

  it('makes a user for an administrator, over HTTPS at the same port', async () => {
    expect(await makeUser('admin:wrong')).toBe(401);
    expect(await makeUser('ops:changeit')).toBe(401);
    expect(await makeUser('admin:changeit')).toBe(201);
    expect(await makeUser('admin:changeit')).toBe(409);
    await expect(readAll(connect('survey:secret@'))).rejects.toEqual(denied(7));
  });

  describe('lets a user of its own group', () => {
    const administrators = '$admins';
    const both = [administrators, 'survey'];
    let user: EventStoreDBClient;
    let stream: string;
    beforeAll(async () => {
      const admin = connect('admin:changeit@');
      await makeUser('admin:changeit');
      await admin.setStreamMetadata('$all', { acl: { readRoles: both } });
      const only = { $r: administrators, $w: administrators, $d: administrators };
      const acl = {
        $userStreamAcl: { $r: both, $w: both, $d: administrators, $mr: both, $mw: administrators },
        $systemStreamAcl: { ...only, $mr: administrators, $mw: administrators },
      };
      await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: acl }));
      user = connect('survey:secret@');
    });
    beforeEach(async () => {
      stream = fresh();
      await append(user, stream);
    });

    it('append and read', async () => {
      expect(await revisionsOf(user.readStream(stream))).toEqual([0]);
    });

    it('read $all in both directions', async () => {
      const forwards = await allOf(user.readAll({ fromPosition: START }));
      const [last] = await readAll(user);
      expect(forwards.at(-1)!.id).toBe(last!.id);
      expect(last!.streamId).toBe(stream);
    });

    it('subscribe with a filter', async () => {
      const subscription = user.subscribeToAll({ filter: streamNameFilter({ prefixes: [stream] }) });
      for await (const { event } of subscription) {
        expect(event!.streamId).toBe(stream);
        break;
      }
    });

    it('neither delete, nor end a stream for good, nor change its metadata', async () => {
      await expect(user.deleteStream(stream)).rejects.toEqual(denied(7));
      await expect(user.tombstoneStream(stream)).rejects.toEqual(denied(7));
      Object.assign(user, { supports: () => Promise.resolve(false) });
      await expect(user.setStreamMetadata(stream, { maxCount: 1 })).rejects.toEqual(denied(7));
      expect(await revisionsOf(user.readStream(stream))).toEqual([0]);
    });

    it('not write to a system stream', async () => {
      await expect(append(user, fresh('$facts'))).rejects.toMatchObject({ type: 'access-denied' });
    });
  });

  it('is given the survey’s user by one command, as often as it is run', async () => {
    const url = `esdb://clerks:secret@127.0.0.1:${node.port}?tls=true&tlsCAFile=${authority}`;
    await expect(makeSurveyUser(url, 'wrong')).rejects.toThrow('the password of admin is wrong');
    await makeSurveyUser(url, 'changeit');
    const written = node.log.events.length;
    await makeSurveyUser(url, 'changeit');
    expect(node.log.events).toHaveLength(written);
    const store = await EventStoreDbEventStore.open({ url, prefixes: ['facts-'] });
    const stream = fresh();
    const sent = { id: randomUUID(), type: 'Happened', data: {}, metadata: {} };
    await store.append(stream, [sent], 'no-stream');
    expect(await store.readStream(stream)).toHaveLength(1);
    expect(await store.inspect(stream)).toBeUndefined();
    expect(await store.mayDelete()).toBe(false);
    await store.close();
    const admin = url.replace('clerks:secret', 'admin:changeit');
    const asAdmin = await EventStoreDbEventStore.open({ url: admin, prefixes: ['facts-'] });
    expect(await asAdmin.mayDelete()).toBe(true);
    await asAdmin.close();
  });
});
