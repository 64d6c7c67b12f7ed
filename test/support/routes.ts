import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { policyKey, type Policy } from '../../src/identity/policy.js';
import { auditReadKey, type AuditReadMark } from '../../src/access-log/audit-read.js';

/** A route and the marks of its handler. */
export interface Route {
  readonly handler: string;
  /** `GET /api/surveys/{year}/{lao}`, the form of the OpenAPI document. */
  readonly name: string;
  /** Undefined when the handler has no policy. */
  readonly policy: Policy | undefined;
  readonly auditRead: AuditReadMark | undefined;
}

/** Every route of the application. */
export const routes = (application: INestApplication): readonly Route[] => {
  const reflector = application.get(Reflector);
  const scanner = new MetadataScanner();
  return [...application.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Readonly<Record<string, () => unknown>>;
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
        const method = RequestMethod[reflector.get<RequestMethod>(METHOD_METADATA, handler)];
        const [bases, paths] = [metatype, handler].map((each) =>
          [reflector.get<string | readonly string[]>(PATH_METADATA, each)].flat(),
        );
        const policy = reflector.getAllAndOverride<Policy | undefined>(policyKey, [handler, metatype]);
        const auditRead = reflector.get<AuditReadMark | undefined>(auditReadKey, handler);
        return bases!.flatMap((base) =>
          paths!.map((path) => ({
            handler: `${metatype.name}.${name}`,
            name: `${method} ${joined(base, path)}`,
            policy,
            auditRead,
          })),
        );
      });
    });
};

const joined = (...parts: readonly string[]): string => {
  const steps = parts.flatMap((part) => part.split('/')).filter((step) => step !== '');
  return `/${steps.join('/')}`.replace(/:(\w+)/g, '{$1}');
};
