import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { metricName } from '../basics/metric-name.js';
import { tracedSignIns, type Ended, type TracedSignIn } from '../basics/trace-points.js';
import { ProviderFault, ProviderRefusal } from '../identity/provider-fault.js';
import { Problem } from '../problems/problem.js';

/** Counts sign-ins. An operator sees a provider that is away, and a program that tries again and again. */
@Injectable()
export class SignInMetrics implements OnApplicationShutdown {
  private readonly signIns: Counter;
  private readonly failures: Counter<'reason'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.signIns = new Counter({ name: metricName('sign_ins_total'), help: 'Sign-ins', registers });
    this.failures = new Counter({
      name: metricName('sign_in_failures_total'),
      help: 'Sign-ins that failed: by the fault of the provider, by its refusal, or by the problem shown',
      labelNames: ['reason'],
      registers,
    });
    tracedSignIns.asyncEnd.subscribe(this.count);
  }

  onApplicationShutdown(): void {
    tracedSignIns.asyncEnd.unsubscribe(this.count);
  }

  private readonly count = (signIn: unknown): void => {
    const { step, error } = signIn as TracedSignIn & Ended;
    if (error !== undefined) this.failures.inc({ reason: reasonOf(error) });
    else if (step === 'finish') this.signIns.inc();
  };
}

/** One of a few words. The provider's own error code can be any text, and each would make a series of its own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof ProviderFault) return error.kind;
  if (error instanceof ProviderRefusal) return 'refused';
  return error instanceof Problem ? error.code : 'defect';
};
