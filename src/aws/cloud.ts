import type { Cloud, Provider } from '../engine/provider';
import type { ResourceType } from '../kinds/resourceTypes';
import type { Account } from './account';
import { createProviders } from './resources/registry';

/**
 * What emulators keep to themselves though they were told. Everything else that an answer lacks is not there, on any
 * endpoint. Source: moto 5.2, DescribeServices.
 */
const NOT_ECHOED: Readonly<Partial<Record<ResourceType, readonly string[]>>> = {
  'AWS::ECS::Service': ['grace', 'deployment', 'exec'],
};

/** What the engine sees of an account. */
export function createCloud(account: Account): Cloud {
  const providers = new Map(Object.entries(createProviders(account)));
  const isEmulator = account.connection.kind === 'endpoint';
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
    rank: (resource, tail) => account.urgency.rank(resource, tail),
    pace: account.pace,
    instant: isEmulator,
    notEchoed: isEmulator ? NOT_ECHOED : {},
  };
}
