import type { Resource } from '../../engine/resource';
import { isRef } from '../../engine/resource';
import type { Reference, ResourceProps, ResourceType, TopologyResource } from '../../kinds/resourceTypes';
import { apiGatewayPermissions } from './apiGateway';
import { autoScalingPermissions } from './autoScaling';
import { cloudMapPermissions } from './cloudMap';
import { ec2Permissions } from './ec2';
import { ecsPermissions } from './ecs';
import { elbPermissions } from './elb';
import type { Grant, Place } from './grant';
import { iamPermissions } from './iam';
import { logsPermissions } from './logs';
import { networkPermissions } from './network';

/** A resource that a topology asks for, as its permissions are made of it. */
export interface Subject<Props> {
  readonly place: Place;
  readonly props: Props;
  /** The name of what a property refers to, or that property itself. */
  nameOf(reference: Reference): string;
}

/** The same among all the others. */
interface Member<Props> extends Subject<Props> {
  /** Whether somebody else made what a property refers to. */
  isTheirs(reference: Reference): boolean;
}

type Grants<Props> = (subject: Member<Props>) => readonly Grant[];

/** What the calls of one provider take (`aws/resources`), and what AWS asks for beside them. */
export interface Permissions<Props> {
  /** Looking for things of the type, which every stack does, whether it has any or not. */
  readonly find?: (place: Place) => readonly Grant[];
  /** Reading one that was found, and waiting for it. */
  readonly read?: Grants<Props>;
  readonly create: Grants<Props>;
  readonly update?: Grants<Props>;
  readonly delete: Grants<Props>;
}

export type PermissionsOf<T extends ResourceType> = {
  readonly [Type in T]: Permissions<ResourceProps[Type]>;
};

const PERMISSIONS: PermissionsOf<ResourceType> = {
  ...ec2Permissions,
  ...networkPermissions,
  ...iamPermissions,
  ...logsPermissions,
  ...cloudMapPermissions,
  ...ecsPermissions,
  ...elbPermissions,
  ...apiGatewayPermissions,
  ...autoScalingPermissions,
};

/** What reading a stack takes, and what creating, changing and deleting it does. */
export interface StackGrants {
  readonly read: readonly Grant[];
  readonly write: readonly Grant[];
}

/** The grants of all that a topology asks for. */
export function grantsOf(resources: readonly TopologyResource[], place: Place): StackGrants {
  const names = new Map(resources.map(({ id, props }) => [id, 'name' in props ? props.name : undefined]));
  const nameOf = (reference: Reference) =>
    isRef(reference) ? (names.get(reference.$ref) ?? reference.$ref) : reference;
  const theirs = new Set(resources.flatMap(({ id, existing }) => (existing ? [id] : [])));
  const isTheirs = (reference: Reference) => isRef(reference) && theirs.has(reference.$ref);
  const each = (
    actOf: (permissions: Permissions<object>) => Grants<object> | undefined,
    of: readonly TopologyResource[] = resources.filter(({ id }) => !theirs.has(id)),
  ) =>
    of.flatMap(
      ({ type, props }: Resource<ResourceType>) =>
        // Properties are those of the type, which only the union knows.
        actOf(PERMISSIONS[type] as Permissions<object>)?.({ place, props, nameOf, isTheirs }) ?? [],
    );
  return {
    read: [
      ...Object.values(PERMISSIONS).flatMap(({ find }) => find?.(place) ?? []),
      ...each(({ read }) => read, resources),
    ],
    write: [...each((one) => one.create), ...each((one) => one.update), ...each((one) => one.delete)],
  };
}
