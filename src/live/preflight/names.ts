import { isRef, nodeOf, resolveRefs, type Ref, type Resource } from '../../engine/resource';
import type { Plan } from '../../engine/plan';
import { mapAsync } from '../../aws/resources/common';
import type { Check } from './check';
import type { PreflightFinding } from './finding';

/** Names and places that what is to be created would have, and that somebody else holds. */
export const namesCheck: Check = async ({ plan, session, signal }) => {
  const creates = plan.decisions.filter(({ action }) => action === 'create');
  return mapAsync(creates, async ({ resource }): Promise<PreflightFinding | undefined> => {
    const provider = session.cloud.provider(resource.type);
    const props = placed(resource, plan);
    const obstacle =
      props && (await provider.taken?.(props, { stack: plan.stack, resource: resource.id }, signal));
    if (!obstacle) return undefined;
    return {
      severity: obstacle.certain ? 'error' : 'warning',
      code: resource.type === 'AWS::ServiceDiscovery::PrivateDnsNamespace' ? 'T19' : 'name-taken',
      message: obstacle.message,
      node: nodeOf(resource.id),
    };
  });
};

/** What holds a name is there already, or it is to be created as well: then nobody can have the name in it. */
function placed({ props }: Resource, { decisions }: Plan): object | undefined {
  const there = new Map(
    decisions.flatMap(({ resource, action, found }) =>
      found && (action === 'keep' || action === 'update') ? [[resource.id, found.attributes] as const] : [],
    ),
  );
  const resolved = resolveRefs(props, ({ $ref, attribute }: Ref) => there.get($ref)?.[attribute]);
  // Properties are an object, and stay one.
  const { vpcId, cluster } = resolved as { readonly vpcId?: unknown; readonly cluster?: unknown };
  return isRef(vpcId) || isRef(cluster) ? undefined : (resolved as object);
}
