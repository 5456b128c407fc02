import { expect } from 'vitest';
import { isInitial, isRef, resolveRefs } from '../../../src/engine/resource';
import type { Reference, ResourceProps, ResourceType } from '../../../src/kinds/resourceTypes';
import type { NetworkProps } from '../../../src/kinds/resourceTypes/network';
import type { Prepared } from '../../../src/live/prepare';
import { described, inOrder, ours, type Described } from './described';

/** The network of a stack's own is no part of the walks. */
type Network = keyof NetworkProps;

type Says = {
  [T in Exclude<ResourceType, Network>]: (props: ResourceProps[T], id: string, file: Prepared) => object;
};

/** What a file asks of an account, in AWS's own words. */
export function asked(file: Prepared): Described[] {
  return inOrder(
    file.resources.map(({ id, type, props }) =>
      // Props of a resource are those of its type; the compiler does not pair them in a union.
      described(
        type,
        id,
        (SAYS[type as keyof Says] as (props: object, id: string, file: Prepared) => object)(props, id, file),
      ),
    ),
  );
}

/** What moto does not tell is not among it: `coverage.ts` says what that is. */
const SAYS: Says = {
  'AWS::EC2::SecurityGroup': ({ name, description, vpcId, cluster, namespace }, id, file) => ({
    GroupName: orBeside(name, 255),
    Description: description,
    VpcId: to(vpcId),
    tags: ours(file, id, { cluster, namespace }),
  }),
  'AWS::EC2::SecurityGroupIngress': ({ groupId, sourceGroupId, port }, id, file) => ({
    GroupId: to(groupId),
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    From: to(sourceGroupId),
    tags: ours(file, id),
  }),
  'AWS::IAM::Role': ({ name, path, managedPolicies, policies, permissionsBoundary }, id, file) => ({
    RoleName: orBeside(name, 64),
    Path: path,
    attached: managedPolicies,
    inline: policies,
    PermissionsBoundaryArn: permissionsBoundary,
    tags: ours(file, id),
  }),
  'AWS::Logs::LogGroup': ({ name, retentionDays }, id, file) => ({
    logGroupName: name,
    retentionInDays: retentionDays,
    tags: ours(file, id),
  }),
  'AWS::ServiceDiscovery::PrivateDnsNamespace': ({ name, vpcId }, id, file) => ({
    Name: name,
    Type: 'DNS_PRIVATE',
    // No call of Cloud Map tells the VPC.
    tags: ours(file, id, { vpc: to(vpcId) }),
  }),
  'AWS::ServiceDiscovery::Service': ({ name, namespaceId, record, ttl }, id, file) => ({
    Name: name,
    NamespaceId: to(namespaceId),
    DnsRecords: [{ Type: record, TTL: ttl }],
    Description: expect.stringMatching(new RegExp(`^ecs-topology ${file.stack} \\S+ ${id} `)) as unknown,
    tags: ours(file, id),
  }),
  'AWS::ECS::Cluster': ({ name, containerInsights }, id, file) => ({
    clusterName: name,
    settings: [{ name: 'containerInsights', value: containerInsights ? 'enabled' : 'disabled' }],
    tags: ours(file, id),
  }),
  'AWS::ECS::TaskDefinition': (props, id, file) => ({
    family: props.family,
    cpu: String(props.cpu),
    memory: String(props.memory),
    sizeInGiB: props.ephemeralStorage,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpuArchitecture: props.architecture,
    executionRoleArn: to(props.executionRole),
    taskRoleArn: to(props.taskRole),
    containers: Object.entries(props.containers).map(([name, container]) => ({
      name,
      image: container.image,
      ports: container.port === undefined ? [] : [container.port],
      environment: container.environment,
      secrets: container.secrets,
      command: container.command ?? [],
      essential: container.essential,
      dependsOn: container.dependsOn ?? {},
      healthCheck: container.healthCheck,
      stopTimeout: container.stopTimeout,
      ulimits: container.ulimits ? [{ name: 'nofile', ...container.ulimits.nofile }] : [],
      readonlyRootFilesystem: container.readonlyRootFilesystem ?? false,
      user: container.user,
      logGroup: to(props.logGroup),
      streamPrefix: props.logPrefix,
      logOptions: [
        container.logConfiguration?.mode,
        container.logConfiguration?.maxBufferSize,
        container.logConfiguration?.datetimeFormat,
        container.logConfiguration?.multilinePattern,
      ],
    })),
    tags: ours(file, id),
  }),
  'AWS::ECS::Service': (props, id, file) => ({
    serviceName: props.name,
    cluster: to(props.cluster),
    taskDefinition: to(props.taskDefinition),
    // Where scaling decides there are as many as there happen to be.
    desiredCount: isInitial(props.desiredCount) ? (expect.any(Number) as unknown) : props.desiredCount,
    launchType: 'FARGATE',
    subnets: props.subnetIds.map(to).sort(),
    securityGroups: props.securityGroups.map(to).sort(),
    loadBalancers: resolved(props.loadBalancers),
    serviceRegistries: resolved(props.registries),
    tags: ours(file, id),
  }),
  'AWS::ApplicationAutoScaling::ScalableTarget': ({ service, min, max }) => ({
    service: to(service),
    MinCapacity: min,
    MaxCapacity: max,
  }),
  'AWS::ApplicationAutoScaling::ScalingPolicy': ({ metric, target }, id) => ({
    service: `${id.split('/', 1)[0]}/service.arn`,
    PolicyName: `ecs-topology-${metric}`,
    PredefinedMetricType: `ECSServiceAverage${metric === 'cpu' ? 'CPU' : 'Memory'}Utilization`,
    TargetValue: target,
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (props, id, file) => ({
    LoadBalancerName: orBeside(props.name, 32),
    Type: 'network',
    Scheme: 'internal',
    subnets: props.subnetIds.map(to).sort(),
    SecurityGroups: props.securityGroups.map(to).sort(),
    crossZone: String(props.crossZone),
    deletionProtection: String(props.deletionProtection),
    tags: ours(file, id),
  }),
  'AWS::ElasticLoadBalancingV2::TargetGroup': (
    { name, port, vpcId, health, deregistrationDelay },
    id,
    file,
  ) => ({
    TargetGroupName: orBeside(name, 32),
    Port: port,
    Protocol: 'TCP',
    TargetType: 'ip',
    VpcId: to(vpcId),
    HealthCheckProtocol: health.protocol,
    HealthCheckPath: health.path,
    HealthCheckPort: health.port === undefined ? 'traffic-port' : String(health.port),
    HealthCheckIntervalSeconds: health.interval,
    HealthCheckTimeoutSeconds: health.timeout,
    HealthyThresholdCount: health.healthy,
    UnhealthyThresholdCount: health.unhealthy,
    deregistrationDelay: String(deregistrationDelay),
    tags: ours(file, id),
  }),
  'AWS::ElasticLoadBalancingV2::Listener': ({ loadBalancerArn, port, targetGroupArn }, id, file) => ({
    LoadBalancerArn: to(loadBalancerArn),
    Port: port,
    Protocol: 'TCP',
    forwardsTo: [to(targetGroupArn)],
    tags: ours(file, id),
  }),
  'AWS::ApiGatewayV2::VpcLink': ({ name, subnetIds, securityGroups }, id, file) => ({
    Name: name,
    SubnetIds: subnetIds.map(to).sort(),
    SecurityGroupIds: securityGroups.map(to).sort(),
    tags: ours(file, id),
  }),
  'AWS::ApiGatewayV2::Api': ({ name, cors }, id, file) => ({
    Name: name,
    ProtocolType: 'HTTP',
    Cors: cors && {
      AllowOrigins: cors.allowOrigins ?? [],
      AllowMethods: cors.allowMethods ?? [],
      AllowHeaders: cors.allowHeaders ?? [],
      ExposeHeaders: cors.exposeHeaders ?? [],
      MaxAge: cors.maxAge ?? 0,
      AllowCredentials: cors.allowCredentials ?? false,
    },
    tags: ours(file, id),
  }),
  'AWS::ApiGatewayV2::Authorizer': ({ apiId, name, issuer, audience }) => ({
    ApiId: to(apiId),
    Name: name,
    Issuer: issuer,
    Audience: audience,
  }),
  'AWS::ApiGatewayV2::Integration': ({ apiId, vpcLinkId, uri, timeoutMs, path }) => ({
    ApiId: to(apiId),
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    PayloadFormatVersion: '1.0',
    ConnectionType: 'VPC_LINK',
    ConnectionId: to(vpcLinkId),
    IntegrationUri: to(uri),
    TimeoutInMillis: timeoutMs,
    RequestParameters: path === null ? {} : { 'overwrite:path': path },
  }),
  'AWS::ApiGatewayV2::Route': ({ apiId, key, integrationId, auth, scopes }) => ({
    ApiId: to(apiId),
    RouteKey: key,
    Target: `integrations/${to(integrationId)}`,
    AuthorizationType: auth,
    AuthorizationScopes: scopes,
  }),
  'AWS::ApiGatewayV2::Stage': ({ apiId, name, throttle, routeThrottles, accessLogs }, id, file) => ({
    ApiId: to(apiId),
    StageName: name,
    AutoDeploy: true,
    ThrottlingRateLimit: throttle.rate,
    ThrottlingBurstLimit: throttle.burst,
    routes: routeThrottles,
    AccessLogs: accessLogs && { DestinationArn: to(accessLogs.logGroupArn), Format: accessLogs.format },
    tags: ours(file, id),
  }),
};

function to(reference: Reference): string {
  return isRef(reference) ? `${reference.$ref}.${reference.attribute}` : reference;
}

function resolved(value: unknown): unknown {
  return resolveRefs(value, to);
}

/** A replacement that stood beside what it replaced has `-` and four characters behind its name. */
function orBeside(name: string, limit: number): unknown {
  const stem = name.slice(0, limit - 5);
  return expect.toSatisfy(
    (held: unknown) =>
      held === name ||
      (typeof held === 'string' && /^-\w{4}$/.test(held.slice(-5)) && held.slice(0, -5) === stem),
    name,
  ) as unknown;
}
