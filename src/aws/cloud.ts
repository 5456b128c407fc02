import type { Cloud, Provider } from '../engine/provider';
import type { Account } from './account';
import { createProviders } from './resources/registry';

/** What the engine sees of an account. */
export function createCloud(account: Account): Cloud {
  const providers = new Map(Object.entries(createProviders(account)));
  return {
    types: [...providers.keys()],
    provider(type) {
      const provider = providers.get(type);
      if (!provider) throw new Error(`A resource type without a provider: ${type}`);
      // The engine pairs properties with the provider of their own type, and so needs not know their shape.
      return provider as Provider;
    },
    now: () => account.clock.now(),
    sleep: (ms, signal) => account.clock.sleep(ms * account.pace, signal),
    rank: (tails) => account.urgency.rank(tails),
    pace: account.pace,
    lenient: account.connection.kind === 'endpoint',
  };
}
