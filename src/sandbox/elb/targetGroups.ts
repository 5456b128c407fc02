import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { arn, type Context } from '../context';
import { queryError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { sameTags, tagsFromUpper } from '../tags';
import {
  applyAttributes,
  checkName,
  elbPage,
  listAttributes,
  listenersTo,
  targetGroupOf,
  validationError,
} from './requests';
import type { HealthCheck, TargetGroupState } from './state';

function describe(context: Context, group: TargetGroupState): Elb.TargetGroup {
  const { health } = group;
  const balancers = listenersTo(context.region.elb, group.arn).map((listener) => listener.loadBalancerArn);
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol === 'UDP' ? 'UDP' : group.protocol === 'TLS' ? 'TLS' : 'TCP',
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: health.protocol,
    HealthCheckPort: health.port,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: health.interval,
    HealthCheckTimeoutSeconds: health.timeout,
    HealthyThresholdCount: health.healthy,
    UnhealthyThresholdCount: health.unhealthy,
    HealthCheckPath: health.path,
    Matcher: health.matcher === undefined ? undefined : { HttpCode: health.matcher },
    LoadBalancerArns: [...new Set(balancers)],
    TargetType: group.targetType,
    IpAddressType: 'ipv4',
  };
}

function between(name: string, value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw validationError(`${name} '${value}' must be between ${low} and ${high}`);
  }
  return value;
}

type HealthInput = Pick<
  Elb.CreateTargetGroupInput,
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckPath'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'Matcher'
>;

/** Defaults and bounds of aws-reference §1.9, over what is there already. */
function healthCheck(input: HealthInput, before: Partial<HealthCheck>): HealthCheck {
  const protocol = input.HealthCheckProtocol ?? before.protocol ?? 'TCP';
  if (protocol !== 'TCP' && protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw validationError(`Health check protocol '${protocol}' is not supported`);
  }
  const http = protocol !== 'TCP';
  if (!http && (input.HealthCheckPath !== undefined || input.Matcher?.HttpCode !== undefined)) {
    throw queryError(
      'InvalidConfigurationRequestException',
      'You cannot specify a health check path or a matcher for a TCP health check',
    );
  }
  const check: HealthCheck = {
    protocol,
    port: input.HealthCheckPort ?? before.port ?? 'traffic-port',
    path: http ? (input.HealthCheckPath ?? before.path ?? '/') : undefined,
    matcher: http ? (input.Matcher?.HttpCode ?? before.matcher ?? '200-399') : undefined,
    interval: between(
      'Health check interval',
      input.HealthCheckIntervalSeconds ?? before.interval ?? 30,
      5,
      300,
    ),
    timeout: between(
      'Health check timeout',
      input.HealthCheckTimeoutSeconds ?? before.timeout ?? (http ? 6 : 10),
      2,
      120,
    ),
    healthy: between('Healthy threshold count', input.HealthyThresholdCount ?? before.healthy ?? 5, 2, 10),
    unhealthy: between(
      'Unhealthy threshold count',
      input.UnhealthyThresholdCount ?? before.unhealthy ?? 2,
      2,
      10,
    ),
  };
  if (check.timeout > check.interval) {
    throw validationError(
      `Health check timeout '${check.timeout}' must be smaller than or equal to the interval '${check.interval}'`,
    );
  }
  if (check.port !== 'traffic-port') between('Health check port', Number(check.port), 1, 65535);
  return check;
}

function sameSettings(a: TargetGroupState, b: TargetGroupState): boolean {
  return (
    a.protocol === b.protocol &&
    a.port === b.port &&
    a.vpcId === b.vpcId &&
    a.targetType === b.targetType &&
    JSON.stringify(a.health) === JSON.stringify(b.health) &&
    sameTags(a.tags, b.tags)
  );
}

/** Target groups; what registers in them is in `targets.ts`. */
export const targetGroupHandlers = {
  CreateTargetGroupCommand(context, input) {
    const { targetGroups } = context.region.elb;
    const name = checkName('target group', input.Name);
    const targetType = input.TargetType ?? 'instance';
    if (targetType !== 'ip' && targetType !== 'instance') {
      throw validationError(`Target type '${targetType}' is not supported by the sandbox`);
    }
    if (!input.Protocol || input.Port === undefined) {
      throw validationError('A protocol and a port must be specified');
    }
    if (!input.VpcId || !context.region.ec2.vpcs.has(input.VpcId)) {
      throw validationError(`The VPC ID '${input.VpcId ?? ''}' is not found`);
    }
    const group: TargetGroupState = {
      arn: arn(context, 'elasticloadbalancing', `targetgroup/${name}/${hex(context.random, 16)}`),
      name,
      protocol: input.Protocol,
      port: between('Port', input.Port, 1, 65535),
      vpcId: input.VpcId,
      targetType,
      health: healthCheck(input, {}),
      attributes: new Map([
        ['deregistration_delay.timeout_seconds', '300'],
        ['deregistration_delay.connection_termination.enabled', 'false'],
        ['preserve_client_ip.enabled', targetType === 'ip' ? 'false' : 'true'],
        ['proxy_protocol_v2.enabled', 'false'],
        ['stickiness.enabled', 'false'],
        ['stickiness.type', 'source_ip'],
        ['load_balancing.cross_zone.enabled', 'use_load_balancer_configuration'],
        ['target_group_health.dns_failover.minimum_healthy_targets.count', '1'],
        ['target_group_health.dns_failover.minimum_healthy_targets.percentage', 'off'],
        ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', '1'],
        ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage', 'off'],
        ['target_health_state.unhealthy.connection_termination.enabled', 'true'],
        ['target_health_state.unhealthy.draining_interval_seconds', '0'],
      ]),
      targets: new Map(),
      tags: tagsFromUpper(input.Tags),
    };
    const known = [...targetGroups.values()].find((one) => one.name === name);
    if (known) {
      if (sameSettings(known, group)) return { TargetGroups: [describe(context, known)] };
      throw queryError(
        'DuplicateTargetGroupNameException',
        `A target group with the same name '${name}' exists, but with different settings`,
      );
    }
    targetGroups.set(group.arn, group);
    return { TargetGroups: [describe(context, group)] };
  },

  DescribeTargetGroupsCommand(context, input) {
    const all = [...context.region.elb.targetGroups.values()];
    const { TargetGroupArns: arns, Names: names, LoadBalancerArn: balancer } = input;
    if (names?.some((name) => !all.some((group) => group.name === name))) {
      throw queryError('TargetGroupNotFoundException', 'One or more target groups not found');
    }
    const found = arns
      ? arns.map((one) => targetGroupOf(context, one))
      : all.filter(
          (group) =>
            (!names || names.includes(group.name)) &&
            (!balancer || describe(context, group).LoadBalancerArns?.includes(balancer)),
        );
    const { items, next } = elbPage(found, input);
    return { TargetGroups: items.map((group) => describe(context, group)), NextMarker: next };
  },

  ModifyTargetGroupCommand(context, input) {
    const group = targetGroupOf(context, input.TargetGroupArn);
    Object.assign(group.health, healthCheck(input, group.health));
    return { TargetGroups: [describe(context, group)] };
  },

  DeleteTargetGroupCommand(context, input) {
    const { targetGroups } = context.region.elb;
    const group = targetGroups.get(input.TargetGroupArn ?? '');
    if (!group) return {};
    if (listenersTo(context.region.elb, group.arn).length > 0) {
      throw queryError(
        'ResourceInUseException',
        `Target group '${group.arn}' is currently in use by a listener or a rule`,
      );
    }
    targetGroups.delete(group.arn);
    return {};
  },

  DescribeTargetGroupAttributesCommand: (context, input) => ({
    Attributes: listAttributes(targetGroupOf(context, input.TargetGroupArn).attributes),
  }),

  ModifyTargetGroupAttributesCommand(context, input) {
    const { attributes } = targetGroupOf(context, input.TargetGroupArn);
    const delay = input.Attributes?.find((one) => one.Key === 'deregistration_delay.timeout_seconds')?.Value;
    if (delay !== undefined) between('Deregistration delay', Number(delay), 0, 3600);
    applyAttributes(attributes, input.Attributes);
    return { Attributes: listAttributes(attributes) };
  },
} satisfies HandlersOf<typeof Elb>;
