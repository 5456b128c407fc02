import type { ApiState, RouteState } from '../apiGateway/state';
import type { ServiceState } from '../ecs/state';
import type { RegionState } from '../world';
import { thing, without, type Thing } from './thing';

/** What stands in one region, in the order in which it came. */
export function thingsOfRegion(region: RegionState): Thing[] {
  return [
    ...networkThings(region),
    ...interfaceThings(region),
    ...[...region.logs.groups.values()].map(({ name, class: kind, retentionInDays, tags }) =>
      thing('AWS::Logs::LogGroup', name, name, { tags, settings: { kind, retentionInDays } }),
    ),
    ...cloudMapThings(region),
    ...ecsThings(region),
    ...scalingThings(region),
    ...elbThings(region),
    ...[...region.apiGateway.vpcLinks.values()].map(({ id, name, tags, status, subnetIds, groupIds }) =>
      thing('AWS::ApiGatewayV2::VpcLink', id, name, { tags, settings: { status, subnetIds, groupIds } }),
    ),
    ...[...region.apiGateway.apis.values()].flatMap(apiThings),
  ];
}

function networkThings({ ec2 }: RegionState): Thing[] {
  const { vpcs, subnets, routeTables, internetGateways, natGateways, addresses, endpoints } = ec2;
  const still = [
    ...[...vpcs.values()].map((one) => ({ type: 'AWS::EC2::VPC', ...one })),
    ...[...subnets.values()].map((one) => ({ type: 'AWS::EC2::Subnet', ...without(one, 'nextHost') })),
    ...[...routeTables.values()].map((one) => ({ type: 'AWS::EC2::RouteTable', ...one })),
    ...[...internetGateways.values()].map((one) => ({ type: 'AWS::EC2::InternetGateway', ...one })),
    ...[...natGateways.values()]
      .filter(({ state }) => state !== 'deleted')
      .map((one) => ({
        type: 'AWS::EC2::NatGateway',
        ...without(one, 'privateIp', 'publicIp', 'interfaceId'),
      })),
    ...[...addresses.values()].map((one) => ({ type: 'AWS::EC2::EIP', ...without(one, 'publicIp') })),
    ...[...endpoints.values()].map(({ type: kind, ...one }) => ({
      ...without(one, 'interfaceIds'),
      kind,
      type: 'AWS::EC2::VPCEndpoint',
    })),
  ].map(({ type, id, tags, ...settings }) => thing(type, id, undefined, { tags, settings }));
  return [
    ...still,
    ...[...ec2.securityGroups.values()].map(({ id, name, description, vpcId, tags }) =>
      thing('AWS::EC2::SecurityGroup', id, name, { tags, description, settings: { vpcId } }),
    ),
    ...[...ec2.rules.values()].map(({ id, description, tags, egress, ...settings }) =>
      thing(egress ? 'AWS::EC2::SecurityGroupEgress' : 'AWS::EC2::SecurityGroupIngress', id, undefined, {
        tags,
        description,
        settings,
      }),
    ),
  ];
}

/** Their ids and addresses differ from run to run, and so do the tasks that have some; whose they are does not. */
function interfaceThings({ ec2, ecs }: RegionState): Thing[] {
  return [...ec2.interfaces.values()].map(({ id, type, subnetId, groupIds, owner, tags }) => {
    const task = ecs.tasks.get(owner);
    // ECS places its tasks in whichever of the subnets it likes.
    const settings = task ? { type, groupIds, owner: task.serviceArn } : { type, subnetId, groupIds, owner };
    return thing('AWS::EC2::NetworkInterface', id, undefined, { tags, settings });
  });
}

function cloudMapThings({ cloudMap }: RegionState): Thing[] {
  return [
    ...[...cloudMap.namespaces.values()].map(({ id, name, description, tags, vpcId, ttl, hostedZoneId }) =>
      thing('AWS::ServiceDiscovery::PrivateDnsNamespace', id, name, {
        tags,
        description,
        aliases: [hostedZoneId],
        settings: { vpcId, ttl },
      }),
    ),
    ...[...cloudMap.services.values()].map(({ id, name, description, tags, instances, ...rest }) =>
      thing('AWS::ServiceDiscovery::Service', id, name, {
        tags,
        description,
        settings: {
          namespaceId: rest.namespaceId,
          dns: rest.dns,
          type: rest.type,
          customHealth: rest.customHealth,
          instances: instances.size,
        },
      }),
    ),
  ];
}

function ecsThings(region: RegionState): Thing[] {
  const { clusters, families, services } = region.ecs;
  const definitions = [...families.values()].flatMap((family) => [...family.definitions.values()]);
  return [
    ...[...clusters.values()]
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ arn, name, tags, settings, capacityProviders }) =>
        thing('AWS::ECS::Cluster', arn, name, { tags, settings: { settings, capacityProviders } }),
      ),
    ...definitions
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ arn, definition, tags }) => {
        const settings = without(definition, 'taskDefinitionArn', 'revision', 'registeredAt');
        return thing('AWS::ECS::TaskDefinition', arn, definition.family, { tags, settings });
      }),
    ...[...services.values()]
      .filter(({ status }) => status !== 'INACTIVE')
      .map((service) => serviceThing(region, service)),
  ];
}

function scalingThings({ autoScaling }: RegionState): Thing[] {
  return [...autoScaling.targets.values()].flatMap(({ resourceId, arn, policies, tags, ...target }) => [
    thing('AWS::ApplicationAutoScaling::ScalableTarget', arn, resourceId, {
      tags,
      settings: { min: target.min, max: target.max, suspended: target.suspended },
    }),
    ...[...policies.values()].map(({ arn: policy, name, configuration }) =>
      thing('AWS::ApplicationAutoScaling::ScalingPolicy', policy, name, {
        settings: { resourceId, configuration },
      }),
    ),
  ]);
}

function serviceThing({ ecs }: RegionState, service: ServiceState): Thing {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const tasks = [...ecs.tasks.values()].filter((task) => task.serviceArn === service.arn);
  return thing('AWS::ECS::Service', service.arn, service.name, {
    tags: service.tags,
    settings: {
      clusterArn: service.clusterArn,
      status: service.status,
      revision: primary?.revision,
      rollout: primary?.rolloutState,
      desiredCount: service.desiredCount,
      running: tasks.filter((task) => task.status === 'RUNNING' && task.deploymentId === primary?.id).length,
      others: tasks.filter((task) => task.status !== 'STOPPED' && task.deploymentId !== primary?.id).length,
      launchType: service.launchType,
      capacityProviders: service.capacityProviders,
      deployment: service.deployment,
      graceSeconds: service.graceSeconds,
      exec: service.exec,
      managedTags: service.managedTags,
      propagateTags: service.propagateTags,
      zoneRebalancing: service.zoneRebalancing,
    },
  });
}

function elbThings({ elb }: RegionState): Thing[] {
  return [
    ...[...elb.loadBalancers.values()].map(({ arn, name, tags, dnsName, attributes, ...rest }) =>
      thing('AWS::ElasticLoadBalancingV2::LoadBalancer', arn, name, {
        tags,
        aliases: [arn.split('loadbalancer/')[1] ?? arn, dnsName],
        settings: {
          scheme: rest.scheme,
          state: rest.state,
          subnetIds: rest.subnetIds,
          groupIds: rest.groupIds,
          ipAddressType: rest.ipAddressType,
          attributes: Object.fromEntries(attributes),
        },
      }),
    ),
    ...[...elb.targetGroups.values()].map(({ arn, name, tags, targets, attributes, ...rest }) =>
      thing('AWS::ElasticLoadBalancingV2::TargetGroup', arn, name, {
        tags,
        settings: {
          ...rest,
          attributes: Object.fromEntries(attributes),
          targets: [...targets.values()].map(({ port, state }) => `${port} ${state}`).sort(),
        },
      }),
    ),
    ...[...elb.listeners.values()].map(({ arn, tags, ...settings }) =>
      thing('AWS::ElasticLoadBalancingV2::Listener', arn, undefined, { tags, settings }),
    ),
  ];
}

function apiThings(api: ApiState): Thing[] {
  const { id, name, tags, description, integrations, routes, stages, authorizers } = api;
  const apiId = id;
  return [
    thing('AWS::ApiGatewayV2::Api', id, name, {
      tags,
      description,
      settings: {
        cors: api.cors,
        executeEndpointDisabled: api.executeEndpointDisabled,
        ipAddressType: api.ipAddressType,
        version: api.version,
      },
    }),
    ...[...integrations.values()].map(({ id: integration, description: mark, ...settings }) =>
      thing('AWS::ApiGatewayV2::Integration', integration, undefined, {
        description: mark,
        settings: { apiId, ...settings },
      }),
    ),
    ...[...routes.values()].map((route: RouteState) =>
      thing('AWS::ApiGatewayV2::Route', route.id, route.key, {
        settings: { apiId, ...route, id: undefined, target: route.target?.split('/')[1] },
      }),
    ),
    ...[...authorizers.values()].map(({ id: authorizer, name: called, ...settings }) =>
      thing('AWS::ApiGatewayV2::Authorizer', authorizer, called, { settings: { apiId, ...settings } }),
    ),
    ...[...stages.values()].map((stage) =>
      thing('AWS::ApiGatewayV2::Stage', `${id}/${stage.name}`, stage.name, {
        tags: stage.tags,
        description: stage.description,
        settings: {
          apiId,
          autoDeploy: stage.autoDeploy,
          deployed: stage.deploymentId !== undefined,
          defaultSettings: stage.defaultSettings,
          routeSettings: stage.routeSettings,
          accessLog: stage.accessLog,
          variables: stage.variables,
        },
      }),
    ),
  ];
}
