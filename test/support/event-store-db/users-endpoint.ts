import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Rights } from './rights.js';

interface NewUser {
  readonly loginName: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/**
 * `POST /users/`, by an administrator: users are made over HTTP. Its refusals follow the documentation; no real server
 * has confirmed them.
 */
export const usersEndpoint =
  (rights: Rights): RequestListener =>
  (request, response) =>
    void answer(rights, request, response);

const answer = async (rights: Rights, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const end = (status: number) => response.writeHead(status).end();
  if (request.method !== 'POST' || request.url !== '/users/') return void end(404);
  if (!rights.isAdministrator(request.headers.authorization)) return void end(401);
  const { loginName, password, groups } = (await json(request)) as NewUser;
  end(rights.addUser({ name: loginName, password, groups }) ? 201 : 409);
};
