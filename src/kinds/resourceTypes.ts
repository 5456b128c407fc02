import type { Initially, Ref, Resource } from '../engine/resource';
import type { NetworkProps } from './resourceTypes/network';

/**
 * What a topology can ask of each resource type. Properties carry the names of the fields that people write, so that a
 * plan speaks their language; the providers translate them to and from AWS's shapes. `after` lists what must exist
 * before although AWS is not told of it; it is never compared nor sent.
 */
export interface ResourceProps extends NetworkProps {
  'AWS::EC2::SecurityGroup': SecurityGroupProps;
  'AWS::EC2::SecurityGroupIngress': SecurityGroupIngressProps;
  'AWS::IAM::Role': RoleProps;
  'AWS::Logs::LogGroup': LogGroupProps;
  'AWS::ServiceDiscovery::PrivateDnsNamespace': NamespaceProps;
  'AWS::ServiceDiscovery::Service': DiscoveryServiceProps;
  'AWS::ECS::Cluster': ClusterProps;
  'AWS::ECS::TaskDefinition': TaskDefinitionProps;
  'AWS::ECS::Service': ServiceProps;
  'AWS::ApplicationAutoScaling::ScalableTarget': ScalableTargetProps;
  'AWS::ApplicationAutoScaling::ScalingPolicy': ScalingPolicyProps;
  'AWS::ElasticLoadBalancingV2::LoadBalancer': LoadBalancerProps;
  'AWS::ElasticLoadBalancingV2::TargetGroup': TargetGroupProps;
  'AWS::ElasticLoadBalancingV2::Listener': ListenerProps;
  'AWS::ApiGatewayV2::VpcLink': VpcLinkProps;
  'AWS::ApiGatewayV2::Api': ApiProps;
  'AWS::ApiGatewayV2::Authorizer': AuthorizerProps;
  'AWS::ApiGatewayV2::Integration': IntegrationProps;
  'AWS::ApiGatewayV2::Route': RouteProps;
  'AWS::ApiGatewayV2::Stage': StageProps;
}

export type ResourceType = keyof ResourceProps;

/** A resource of any type, its properties checked by that type. */
export type TopologyResource = { [T in ResourceType]: Resource<T, ResourceProps[T]> }[ResourceType];

/** A physical id that is known (existing network, ARN in the file) or comes from another resource. */
export type Reference = Ref | string;

/** Attributes: `id`. */
export interface SecurityGroupProps {
  /** Unique in the VPC, at most 255. */
  readonly name: string;
  readonly description: string;
  readonly vpcId: Reference;
  /** On a service's group: where its service and registrations live, kept as tags (`ecs-topology:cluster`, `:namespace`). */
  readonly cluster?: string;
  readonly namespace?: string;
}

/** TCP from one group to one port of another. Attributes: `id` (`sgr-…`). */
export interface SecurityGroupIngressProps {
  readonly groupId: Reference;
  readonly sourceGroupId: Reference;
  readonly port: number;
}

/** A role that ECS tasks assume. Attributes: `arn`, `name`. */
export interface RoleProps {
  /** At most 64, unique in the account. */
  readonly name: string;
  /** `/ecs-topology/<stack>/<region>/`. */
  readonly path: string;
  readonly managedPolicies: readonly string[];
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
  readonly permissionsBoundary?: string;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** Attributes: `arn` (without `:*`), `name`. */
export interface LogGroupProps {
  readonly name: string;
  readonly retentionDays: number;
}

/** Attributes: `id`, `arn`. */
export interface NamespaceProps {
  readonly name: string;
  readonly vpcId: Reference;
}

/** Attributes: `id`, `arn`. */
export interface DiscoveryServiceProps {
  readonly name: string;
  readonly namespaceId: Reference;
  readonly record: 'A' | 'SRV';
  /** Seconds. */
  readonly ttl: number;
}

/** Attributes: `arn`, `name`. */
export interface ClusterProps {
  readonly name: string;
  readonly containerInsights: boolean;
  /** On what its services may run their tasks. */
  readonly capacityProviders: readonly ('FARGATE' | 'FARGATE_SPOT')[];
}

export interface ContainerProps {
  readonly image: string;
  readonly port?: number;
  /** Values may be references. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variable → ARN of a Secrets Manager secret or SSM parameter. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly essential: boolean;
  /** Container → what it has to have come to before this one starts. */
  readonly dependsOn?: Readonly<Record<string, 'START' | 'HEALTHY' | 'COMPLETE' | 'SUCCESS'>>;
  /** Times in seconds. */
  readonly healthCheck?: {
    readonly command: readonly string[];
    readonly interval: number;
    readonly timeout: number;
    readonly retries: number;
    readonly startPeriod: number;
  };
  /** Seconds. */
  readonly stopTimeout?: number;
  readonly ulimits?: { readonly nofile: { readonly softLimit: number; readonly hardLimit: number } };
  readonly readonlyRootFilesystem?: true;
  readonly user?: string;
  /** Options of the log driver beside group and prefix. */
  readonly logConfiguration?: {
    readonly mode?: 'blocking' | 'non-blocking';
    readonly maxBufferSize?: string;
    readonly datetimeFormat?: string;
    readonly multilinePattern?: string;
  };
}

/** Fargate, awsvpc. An update registers the next revision. Attributes: `arn`, `family`. */
export interface TaskDefinitionProps {
  readonly family: string;
  /** CPU units and MiB. */
  readonly cpu: number;
  readonly memory: number;
  /** GiB; absent: Fargate's own 20. */
  readonly ephemeralStorage?: number;
  readonly architecture: 'X86_64' | 'ARM64';
  readonly executionRole: Reference;
  readonly taskRole: Reference;
  /** By container name; the service's own container carries the service's name. */
  readonly containers: Readonly<Record<string, ContainerProps>>;
  readonly logGroup: Reference;
  /** `awslogs-stream-prefix`; streams are `<prefix>/<container>/<task id>`. */
  readonly logPrefix: string;
}

export interface ServiceDeployment {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: boolean;
  readonly rollback: boolean;
  /** How many failed tasks stop a deployment; absent: AWS's own half of the desired count. */
  readonly failedTasks?: number;
}

export interface CapacityShare {
  readonly base: number;
  readonly weight: number;
}

/** Attributes: `arn`, `name`, `cluster` (the cluster's ARN). */
export interface ServiceProps {
  readonly name: string;
  readonly cluster: Reference;
  readonly taskDefinition: Reference;
  /** Where scaling decides, only what it begins with. */
  readonly desiredCount: number | Initially<number>;
  /** Absent: Fargate alone. */
  readonly capacityProviderStrategy?: {
    readonly FARGATE?: CapacityShare;
    readonly FARGATE_SPOT?: CapacityShare;
  };
  readonly subnetIds: readonly Reference[];
  readonly securityGroups: readonly Reference[];
  readonly loadBalancers: readonly {
    readonly targetGroupArn: Reference;
    readonly containerName: string;
    readonly containerPort: number;
  }[];
  readonly registries: readonly {
    readonly registryArn: Reference;
    /** With an SRV record only. */
    readonly containerName?: string;
    readonly containerPort?: number;
  }[];
  /** Seconds; only meaningful behind a load balancer. */
  readonly grace?: number;
  readonly deployment: ServiceDeployment;
  readonly exec: boolean;
  readonly after: readonly Ref[];
}

/** Between how many tasks scaling may choose. Attributes: `id` (`service/<cluster>/<service>`), `arn`. */
export interface ScalableTargetProps {
  readonly service: Reference;
  readonly min: number;
  readonly max: number;
  /** As somebody had it when a run that is taken back began; no file asks for it. */
  readonly suspended?: boolean;
}

/** Target tracking of the average over the tasks. Attributes: `name`. */
export interface ScalingPolicyProps {
  readonly scalableTarget: Reference;
  readonly metric: 'cpu' | 'memory';
  /** Percent. */
  readonly target: number;
}

/** An internal network load balancer. Attributes: `arn`, `dnsName`. */
export interface LoadBalancerProps {
  readonly name: string;
  readonly subnetIds: readonly Reference[];
  readonly securityGroups: readonly Reference[];
  readonly crossZone: boolean;
  readonly deletionProtection: boolean;
}

/** Type `ip`, protocol TCP. Times in seconds. Attributes: `arn`. */
export interface TargetGroupProps {
  readonly name: string;
  readonly port: number;
  readonly vpcId: Reference;
  readonly health: {
    readonly protocol: 'TCP' | 'HTTP';
    readonly path?: string;
    /** A port number, or absent for the port that gets the traffic. */
    readonly port?: number;
    readonly interval: number;
    readonly timeout: number;
    readonly healthy: number;
    readonly unhealthy: number;
  };
  readonly deregistrationDelay: number;
}

/** TCP. Attributes: `arn`. */
export interface ListenerProps {
  readonly loadBalancerArn: Reference;
  readonly port: number;
  readonly targetGroupArn: Reference;
  /** Gets no connection: it is to replace the other, or was replaced by it. No topology asks for it. */
  readonly standby?: Reference;
}

/** Attributes: `id`. */
export interface VpcLinkProps {
  readonly name: string;
  readonly subnetIds: readonly Reference[];
  readonly securityGroups: readonly Reference[];
}

export interface CorsProps {
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
  readonly allowCredentials?: boolean;
}

/** An HTTP API. Attributes: `id`, `endpoint` (no stage, no slash at the end). */
export interface ApiProps {
  readonly name: string;
  /** Null: none. */
  readonly cors: CorsProps | null;
  /** Whether it answers at its own address; the chain has no other. */
  readonly executeEndpoint: true;
}

/** JWT. Attributes: `id`. */
export interface AuthorizerProps {
  readonly apiId: Reference;
  readonly name: string;
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** Private integration over a VPC link. Attributes: `id`. */
export interface IntegrationProps {
  readonly apiId: Reference;
  readonly vpcLinkId: Reference;
  /** ARN of a load balancer's listener or of a Cloud Map service, never a URL. */
  readonly uri: Reference;
  readonly timeoutMs: number;
  /** Value of `overwrite:path`; null leaves the stage name in the path that the backend sees. */
  readonly path: string | null;
}

/** Attributes: `id`. */
export interface RouteProps {
  readonly apiId: Reference;
  readonly key: string;
  readonly integrationId: Reference;
  readonly auth: 'NONE' | 'AWS_IAM' | 'JWT';
  readonly authorizerId?: Reference;
  readonly scopes: readonly string[];
}

/** Deploys by itself (`AutoDeploy`). Attributes: `name`, `invokeUrl` (with the stage, no slash at the end). */
export interface StageProps {
  readonly apiId: Reference;
  readonly apiEndpoint: Reference;
  readonly name: string;
  readonly throttle: Throttle;
  /** Route key → its own limits. */
  readonly routeThrottles: Readonly<Record<string, Throttle>>;
  readonly accessLogs: { readonly logGroupArn: Reference; readonly format: string } | null;
  readonly after: readonly Ref[];
}

/** Requests per second and size of a burst. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}
