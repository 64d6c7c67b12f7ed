import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** Keeps the development provider's codes, interactions and grants in memory until they expire. */
export function developmentStore(now: () => number = Date.now): AdapterFactory {
  const kept = new Map<string, Kept>();
  const forgetExpired = (): void => {
    for (const [key, { until }] of kept) if (until <= now()) kept.delete(key);
  };
  // A sweep at every write would make the cost of many sign-ins quadratic.
  const sweepEvery = 500;
  let writes = 0;

  return (model: string): Adapter => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const findBy = (fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      [...kept].find(([key, { payload }]) => key.startsWith(`${model}:`) && fits(payload))?.[1].payload;
    return {
      upsert: async (id, payload, expiresIn) => {
        if (++writes % sweepEvery === 0) forgetExpired();
        kept.set(keyOf(id), { payload, until: now() + (expiresIn || 3600) * 1000 });
      },
      find: async (id) => {
        const found = kept.get(keyOf(id));
        return found && found.until > now() ? found.payload : undefined;
      },
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findBy((payload) => payload.userCode === userCode),
      consume: async (id) => {
        const found = kept.get(keyOf(id));
        if (found)
          kept.set(keyOf(id), {
            ...found,
            payload: { ...found.payload, consumed: Math.floor(now() / 1000) },
          });
      },
      destroy: async (id) => void kept.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
