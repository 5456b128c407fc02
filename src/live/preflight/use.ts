import type { Plan } from '../../engine/plan';
import { nodeOf } from '../../engine/resource';
import type { ResourceProps, ResourceType } from '../../kinds/resourceTypes';
import type { Prepared } from '../prepare';

/** A resource of the file, with its properties typed. */
export interface Asked<Type extends ResourceType> {
  readonly id: string;
  readonly node: string;
  readonly props: ResourceProps[Type];
}

/** The resources of a type that the file asks for; what somebody else made is as it is. */
export function asked<Type extends ResourceType>(
  { resources }: Pick<Prepared, 'resources'>,
  type: Type,
): Asked<Type>[] {
  return resources.flatMap((resource) =>
    // The type says which properties it has.
    resource.type === type && !resource.existing
      ? [{ id: resource.id, node: nodeOf(resource.id), props: resource.props as ResourceProps[Type] }]
      : [],
  );
}

/** Those that the deploy makes, or makes anew. */
export function made<Type extends ResourceType>(
  prepared: Pick<Prepared, 'resources'>,
  { decisions }: Pick<Plan, 'decisions'>,
  type: Type,
): Asked<Type>[] {
  const ids = new Set(
    decisions.flatMap(({ resource, action }) =>
      action === 'create' || action === 'replace' ? [resource.id] : [],
    ),
  );
  return asked(prepared, type).filter(({ id }) => ids.has(id));
}

/** Ids of what exists; what the stack itself makes is a reference, and needs no check. */
export function existing(ids: readonly unknown[]): string[] {
  return ids.filter((id): id is string => typeof id === 'string');
}

/** The VPC of the topology, unless the stack makes it. */
export function existingVpc({ resources }: Pick<Prepared, 'resources'>): string | undefined {
  const [vpcId] = existing(resources.map(({ props }) => ('vpcId' in props ? props.vpcId : undefined)));
  return vpcId;
}
