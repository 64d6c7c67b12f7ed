import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { policyKey } from '../identity/policy.js';
import { problems } from '../problems/catalogue.js';

/** Refuses people's requests while a read model is of another log. Its data could belong to another survey. */
@Injectable()
export class OfThisLogGuard implements CanActivate {
  constructor(
    private readonly readModels: ReadModelProgress,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy: unknown = this.reflector.getAllAndOverride(policyKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === 'public') return true;
    if ((await this.readModels.ofAnotherLog()).length > 0) throw problems.readModelsRebuilding();
    return true;
  }
}
