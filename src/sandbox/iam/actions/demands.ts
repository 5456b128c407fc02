import type { Context } from '../../context';
import type { Tags } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { serviceLinkedRoleName } from '../serviceLinkedRoles';

/**
 * What IAM is asked of each command of a client, of all that the sandbox answers. Source of actions, ARNs and condition
 * keys: AWS's Service Authorization Reference; of what a service asks on the caller's behalf: aws-reference §7.
 */
export type DemandsOf<Handlers> = {
  readonly [Name in keyof Handlers]: (context: Context, input: InputOf<Handlers[Name]>) => readonly Demand[];
};

type InputOf<Handler> = Handler extends (context: Context, input: infer Input) => unknown ? Input : never;

/** An action on one thing. */
export function demand(action: string, resource: string, keys: ConditionKeys = {}): Demand {
  return { action, resource, keys };
}

/** Actions that take no ARN. */
export function anywhere(...actions: readonly string[]): () => Demand[] {
  return () => actions.map((action) => demand(action, '*'));
}

/** The tags that a request brings along. */
export function requestTags(tags: Tags): ConditionKeys {
  return tags.size === 0 ? {} : { ...prefixed('aws:RequestTag/', tags), 'aws:TagKeys': [...tags.keys()] };
}

/** The tags of what a request is about. */
export function resourceTags(tags: Tags | undefined): ConditionKeys {
  return prefixed('aws:ResourceTag/', tags ?? new Map<string, string>());
}

function prefixed(prefix: string, tags: Tags): ConditionKeys {
  return Object.fromEntries([...tags].map(([key, value]) => [prefix + key, value]));
}

/** The first use of a service makes its service-linked role, in the name of whoever uses it. */
export function serviceLinkedRole(context: Context, service: string): Demand[] {
  const name = serviceLinkedRoleName(service) ?? '';
  if (context.world.iam.roles.has(name.toLowerCase())) return [];
  const resource = `arn:aws:iam::${context.world.account}:role/aws-service-role/${service}/${name}`;
  return [demand('iam:CreateServiceLinkedRole', resource, { 'iam:AWSServiceName': service })];
}
