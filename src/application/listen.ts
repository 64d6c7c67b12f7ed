import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError, type Configuration } from '../configuration/configuration.js';

/** What is wrong with the address, by the operating system's error code. */
const faults: Readonly<Record<string, (at: Pick<Configuration, 'host' | 'port'>) => string>> = {
  EADDRINUSE: ({ host, port }) => `PORT ${port} is in use at ${host}`,
  EACCES: ({ port }) => `PORT ${port} may not be taken by this process`,
  EADDRNOTAVAIL: ({ host }) => `HOST ${host} is no address of this machine`,
  ENOTFOUND: ({ host }) => `HOST ${host} is neither an address nor a name that can be found`,
  EAI_AGAIN: ({ host }) => `HOST ${host} is neither an address nor a name that can be found`,
};

/** @throws ConfigurationError with one line, when the process cannot listen on the address. */
export const listen = async (
  application: NestFastifyApplication,
  configuration: Pick<Configuration, 'host' | 'port'>,
): Promise<void> => {
  try {
    await application.listen(configuration.port, configuration.host);
  } catch (error) {
    const fault = faults[(error as NodeJS.ErrnoException).code ?? ''];
    if (fault === undefined) throw error;
    throw new ConfigurationError(fault(configuration), { cause: error });
  }
};
