import { refsIn } from '../../engine/resource';
import type { ServiceProps } from '../../kinds/resourceTypes';

/** Where load balancers and Cloud Map find the tasks of a service: ids of target groups and of Cloud Map services. */
export interface ServiceParts {
  readonly targetGroups: readonly string[];
  readonly registrations: readonly string[];
}

export function partsOf({ loadBalancers, registries }: ServiceProps): ServiceParts {
  return { targetGroups: idsIn(loadBalancers), registrations: idsIn(registries) };
}

function idsIn(props: unknown): string[] {
  return [...new Set(refsIn(props).map(({ $ref }) => $ref))];
}
