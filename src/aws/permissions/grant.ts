import { TAG_PREFIX } from '../tags';

/** What may be called, on what, and under which condition. */
export interface Grant {
  /** IAM's names: `ecs:CreateService`. */
  readonly actions: readonly string[];
  /** ARNs, of which `*` and `?` stand for what only AWS knows; `*` alone where the actions take no ARN. */
  readonly on: readonly string[];
  readonly when?: Condition;
}

/** Operator → condition key → values, of which one has to fit. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Whose stack it is, and where. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** `name` or `name/environment`. */
  readonly stack: string;
}

/** Actions on things with these ARNs. */
export function allow(on: string | readonly string[], ...actions: readonly string[]): Grant {
  return { actions, on: typeof on === 'string' ? [on] : on };
}

/** Actions that take no ARN. Source: Service Authorization Reference. */
export function anywhere(...actions: readonly string[]): Grant {
  return allow('*', ...actions);
}

/** The same, under a condition. */
export function where(when: Condition, grant: Grant): Grant {
  return { ...grant, when };
}

/** What carries our tag; where ids are AWS's own. */
export function isOurs({ stack }: Place): Condition {
  return { StringEquals: { [`aws:ResourceTag/${TAG_PREFIX}stack`]: stack } };
}

/** What gets our tag with the request. */
export function becomesOurs({ stack }: Place): Condition {
  return { StringEquals: { [`aws:RequestTag/${TAG_PREFIX}stack`]: stack } };
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>`. */
export function arnOf({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** IAM is global. */
function roleArn({ partition, account }: Place, pathAndName: string): string {
  return `arn:${partition}:iam::${account}:role${pathAndName}`;
}

/** The roles of a stack, which lie under a path of their own. */
export function stackRoles(place: Place): string {
  return roleArn(place, `/ecs-topology/${place.stack}/${place.region}/*`);
}

/** Services that make a role for themselves, in the name of whoever uses them first in an account. */
export const LINKED_ROLES = {
  'ecs.amazonaws.com': 'AWSServiceRoleForECS',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'ecs.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  'ops.apigateway.amazonaws.com': 'AWSServiceRoleForAPIGateway',
} as const;

/** The role that a service makes for itself. */
export function linkedRoleArn(place: Place, service: keyof typeof LINKED_ROLES): string {
  return roleArn(place, `/aws-service-role/${service}/${LINKED_ROLES[service]}`);
}

/** What the first use of a service takes. Its role's ARN names it; the condition is the same for all, and so short. */
export function serviceLinkedRole(place: Place, service: keyof typeof LINKED_ROLES): Grant {
  return where(
    { StringEquals: { 'iam:AWSServiceName': Object.keys(LINKED_ROLES) } },
    allow(linkedRoleArn(place, service), 'iam:CreateServiceLinkedRole'),
  );
}
