import type { Context } from '../context';
import { queryError } from '../errors';
import { page } from '../page';
import type { ElbState, ListenerState, LoadBalancerState, TargetGroupState } from './state';

/** `ValidationError`, which elbv2 does not model. */
export function validationError(message: string): Error {
  return queryError('ValidationError', message);
}

/** The load balancer of an ARN, or LoadBalancerNotFoundException. */
export function loadBalancerOf(context: Context, arn: string | undefined): LoadBalancerState {
  const found = context.region.elb.loadBalancers.get(arn ?? '');
  if (!found) throw queryError('LoadBalancerNotFoundException', `Load balancer '${arn ?? ''}' not found`);
  return found;
}

/** The target group of an ARN, or TargetGroupNotFoundException. */
export function targetGroupOf(context: Context, arn: string | undefined): TargetGroupState {
  const found = context.region.elb.targetGroups.get(arn ?? '');
  if (!found) throw queryError('TargetGroupNotFoundException', `Target group '${arn ?? ''}' not found`);
  return found;
}

/** The listener of an ARN, or ListenerNotFoundException. */
export function listenerOf(context: Context, arn: string | undefined): ListenerState {
  const found = context.region.elb.listeners.get(arn ?? '');
  if (!found) throw queryError('ListenerNotFoundException', `Listener '${arn ?? ''}' not found`);
  return found;
}

/** The listeners that forward to a group. */
export function listenersTo(elb: ElbState, targetGroupArn: string): ListenerState[] {
  return [...elb.listeners.values()].filter((listener) =>
    listener.forwards.some((forward) => forward.targetGroupArn === targetGroupArn),
  );
}

/** The load balancer that each group belongs to, by the first listener that forwards to it. */
export function loadBalancersByGroup(elb: ElbState): Map<string, LoadBalancerState> {
  const found = new Map<string, LoadBalancerState>();
  for (const { forwards, loadBalancerArn } of elb.listeners.values()) {
    const balancer = elb.loadBalancers.get(loadBalancerArn);
    for (const { targetGroupArn } of forwards) {
      if (balancer && !found.has(targetGroupArn)) found.set(targetGroupArn, balancer);
    }
  }
  return found;
}

/** Name rules of load balancers and target groups (aws-reference §1.8, §1.9). */
export function checkName(kind: 'load balancer' | 'target group', name: string | undefined): string {
  if (!name) throw validationError(`A ${kind} name must be specified`);
  if (name.length > 32) {
    throw validationError(`The ${kind} name '${name}' cannot be longer than '32' characters`);
  }
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `The ${kind} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw validationError(`The ${kind} name '${name}' cannot begin or end with a hyphen(-)`);
  }
  if (kind === 'load balancer' && name.startsWith('internal-')) {
    throw validationError(`The load balancer name '${name}' cannot begin with 'internal-'`);
  }
  return name;
}

/** A page of elbv2's Describe calls: `Marker`, `PageSize` up to 400. */
export function elbPage<T>(
  items: readonly T[],
  input: { PageSize?: number | undefined; Marker?: string | undefined },
) {
  return page(items, {
    size: input.PageSize,
    limit: 400,
    token: input.Marker,
    invalid: validationError,
  });
}

/**
 * Reads attributes over defaults and refuses keys that do not exist. Values are text on the wire.
 */
export function applyAttributes(
  attributes: Map<string, string>,
  changes: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): void {
  for (const { Key = '' } of changes ?? []) {
    if (!attributes.has(Key)) {
      throw queryError('InvalidConfigurationRequestException', `Attribute key '${Key}' is not recognized`);
    }
  }
  for (const { Key = '', Value = '' } of changes ?? []) attributes.set(Key, Value);
}

/** Attributes in the shape of the API. */
export function listAttributes(attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
