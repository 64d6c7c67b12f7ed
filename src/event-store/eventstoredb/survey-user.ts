import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { BACKWARDS, END, EventStoreDBClient, jsonEvent, StreamNotFoundError } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../event-store.js';
import { unavailableBy } from './failures.js';
import { parseUrl } from './url.js';

const GROUP = 'survey';
const ADMINISTRATORS = '$admins';
const READERS = [ADMINISTRATORS, GROUP];

/** The group reads and writes all streams of users; to delete them, or to hide events by metadata, is for administrators. */
const DEFAULT_ACL = {
  $userStreamAcl: { $r: READERS, $w: READERS, $d: ADMINISTRATORS, $mr: READERS, $mw: ADMINISTRATORS },
  $systemStreamAcl: {
    $r: ADMINISTRATORS,
    $w: ADMINISTRATORS,
    $d: ADMINISTRATORS,
    $mr: ADMINISTRATORS,
    $mw: ADMINISTRATORS,
  },
};

/**
 * Makes the user that a URL names, with the rights that the survey needs and no others. What is there already stays.
 * @throws EventStoreUnavailable
 */
export const makeSurveyUser = async (surveyUrl: string, adminPassword: string): Promise<void> => {
  const { user, options } = parseUrl(surveyUrl);
  if (options.get('tls') === 'false')
    throw new EventStoreUnavailable('a server without TLS has no users', 'refused');
  if (!user) throw new EventStoreUnavailable('the URL names no user and password to make', 'refused');
  const adminUrl = surveyUrl.replace(/:\/\/[^@]*@/, `://admin:${encodeURIComponent(adminPassword)}@`);
  const admin = EventStoreDBClient.connectionString(adminUrl);
  try {
    await makeUser(surveyUrl, adminPassword);
    await letReadAll(admin);
    await setDefaultAcl(admin);
  } catch (error) {
    throw unavailableBy(error) ?? error;
  } finally {
    await admin.dispose();
  }
};

const makeUser = async (surveyUrl: string, adminPassword: string): Promise<void> => {
  const { user, addresses, options } = parseUrl(surveyUrl);
  const [{ host, port } = { host: '', port: 0 }] = addresses;
  const authority = options.get('tlsCAFile');
  const asking = request({
    ...{ host, port, path: '/users/', method: 'POST', auth: `admin:${adminPassword}` },
    headers: { 'content-type': 'application/json' },
    ...(authority === null ? {} : { ca: readFileSync(authority) }),
  });
  const { name, password } = user!;
  asking.end(JSON.stringify({ loginName: name, fullName: 'the survey', password, groups: [GROUP] }));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.resume();
  // 409: there is one of that name. Whether its password is the one of the URL shows at the first start.
  if (answer.statusCode === 201 || answer.statusCode === 409) return;
  const why =
    answer.statusCode === 401 ? 'the password of admin is wrong' : `it answered ${answer.statusCode}`;
  throw new EventStoreUnavailable(`EventStoreDB did not make the user ${name}: ${why}`, 'refused');
};

const letReadAll = async (admin: EventStoreDBClient): Promise<void> => {
  const { metadata } = await admin.getStreamMetadata('$all');
  if (String(metadata?.acl?.readRoles) === String(READERS)) return;
  await admin.setStreamMetadata('$all', { acl: { readRoles: READERS } });
};

const setDefaultAcl = async (admin: EventStoreDBClient): Promise<void> => {
  if (JSON.stringify(await lastSettings(admin)) === JSON.stringify(DEFAULT_ACL)) return;
  await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: DEFAULT_ACL }));
};

const lastSettings = async (admin: EventStoreDBClient): Promise<unknown> => {
  try {
    const last = admin.readStream('$settings', { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    for await (const { event } of last) return event?.data;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return undefined;
};
