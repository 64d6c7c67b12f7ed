import type { FastifyRequest } from 'fastify';
import type { Configuration } from '../configuration/configuration.js';

/** The origin that people see: the configured one, or the one that this request was sent to. */
export const publicOrigin = (
  { publicUrl }: Pick<Configuration, 'publicUrl'>,
  request: FastifyRequest,
): string => publicUrl ?? `${request.protocol}://${request.host}`;
