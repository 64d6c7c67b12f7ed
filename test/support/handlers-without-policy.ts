import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { policyKey } from '../../src/access/policy.js';

/** Every route of the application by its handler, and those nobody decided a policy for. */
export function handlers(application: INestApplication): {
  readonly all: string[];
  readonly withoutPolicy: string[];
} {
  const reflector = application.get(Reflector);
  const scanner = new MetadataScanner();
  const found = [...application.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Readonly<Record<string, () => unknown>>;
      return scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name: `${metatype.name}.${name}`, handler: prototype[name], metatype }));
    })
    .filter(({ handler }) => handler !== undefined && Reflect.hasMetadata(METHOD_METADATA, handler));
  return {
    all: found.map(({ name }) => name),
    withoutPolicy: found
      .filter(
        ({ handler, metatype }) =>
          handler && reflector.getAllAndOverride(policyKey, [handler, metatype]) === undefined,
      )
      .map(({ name }) => name),
  };
}
