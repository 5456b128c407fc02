import { isRef } from '../../engine/resource';
import type { Check } from './check';
import { asked } from './use';

/** Capacity that a service asks for and the cluster of somebody else does not have. Our own clusters have all of Fargate's. */
export const capacityCheck: Check = async ({ prepared, plan }) => {
  const theirs = new Map(
    plan.decisions.flatMap(({ resource, found }) =>
      resource.existing && found ? [[resource.id, found.props] as const] : [],
    ),
  );
  return asked(prepared, 'AWS::ECS::Service').flatMap(({ node, props }) => {
    const { cluster, capacityProviderStrategy = {} } = props;
    const found = isRef(cluster) ? theirs.get(cluster.$ref) : undefined;
    if (!found || !Array.isArray(found.capacityProviders)) return [];
    const present: readonly unknown[] = found.capacityProviders;
    const missing = Object.keys(capacityProviderStrategy).filter((name) => !present.includes(name));
    if (missing.length === 0) return [];
    const message = `${node} asks for ${missing.join(' and ')}, which the cluster ${String(found.name)} does not have. Have its owner join it (PutClusterCapacityProviders), or take capacityProviderStrategy out.`;
    return [{ severity: 'error' as const, code: 'no-capacity-provider', message, node }];
  });
};
