import type {
  CapacityProviderStrategyItem,
  ClusterSetting,
  DeploymentConfiguration,
  LoadBalancer,
  NetworkConfiguration,
  PropagateTags,
  ServiceRegistry,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Tags } from '../tags';

/** ECS of one region; everything but families is keyed by ARN. */
export interface EcsState {
  readonly clusters: Map<string, ClusterState>;
  readonly families: Map<string, FamilyState>;
  readonly services: Map<string, ServiceState>;
  readonly tasks: Map<string, TaskState>;
}

export interface ClusterState {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
  /** When it became what `status` says. */
  since: number;
  settings: ClusterSetting[];
  capacityProviders: readonly string[];
  defaultStrategy: CapacityProviderStrategyItem[];
  readonly tags: Tags;
}

/** Revision numbers are never used again, so the count outlives the revisions. */
export interface FamilyState {
  readonly name: string;
  revisions: number;
  /** By ARN. */
  readonly definitions: Map<string, DefinitionState>;
}

export interface DefinitionState {
  readonly arn: string;
  readonly definition: TaskDefinition;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  readonly registeredAt: number;
  deregisteredAt: number | undefined;
  readonly tags: Tags;
}

/** What a deployment brings out: the parts of a service whose change starts one (aws-reference §1.13). */
export interface Revision {
  readonly taskDefinition: string;
  readonly network: NetworkConfiguration | undefined;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly registries: readonly ServiceRegistry[];
  readonly platformVersion: string;
}

export interface DeploymentState {
  readonly id: string;
  readonly revision: Revision;
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly createdAt: number;
  updatedAt: number;
  failedTasks: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutReason: string;
  /** No task is started before: launch failures back off. */
  retryAt: number;
  finishedAt: number | undefined;
  /** The deployment that this one takes back. */
  readonly rollbackOf: string | undefined;
  /** The circuit breaker stopped it, and another deployment rolls it back. */
  rolledBackBy: string | undefined;
}

export interface CapacityShareState {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base: number;
}

export interface ServiceState {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  since: number;
  readonly createdAt: number;
  readonly clientToken: string | undefined;
  /** The create input, to tell a repeated create from another. */
  readonly request: string;
  desiredCount: number;
  launchType: 'FARGATE' | 'EC2' | 'EXTERNAL' | undefined;
  capacityProviders: readonly CapacityShareState[];
  deployment: DeploymentConfiguration;
  graceSeconds: number | undefined;
  exec: boolean;
  managedTags: boolean;
  propagateTags: PropagateTags;
  zoneRebalancing: 'ENABLED' | 'DISABLED';
  /** Newest first; those that have ended stay for ListServiceDeployments. */
  deployments: DeploymentState[];
  lastCompleted: Revision | undefined;
  steady: boolean;
  /** Newest first. */
  events: { readonly id: string; readonly at: number; readonly message: string }[];
  readonly tags: Tags;
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface TaskState {
  readonly arn: string;
  readonly id: string;
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly deploymentId: string;
  readonly definitionArn: string;
  /** The capacity provider that runs it; undefined where the service has a launch type. */
  readonly capacityProvider: string | undefined;
  readonly subnetId: string;
  readonly attachmentId: string;
  /** Counts the changes of status, so that an event of an earlier plan does nothing. */
  step: number;
  status: TaskStatus;
  desired: 'RUNNING' | 'STOPPED';
  interfaceId: string | undefined;
  address: string | undefined;
  readonly createdAt: number;
  pulledAt: number | undefined;
  startedAt: number | undefined;
  stoppingAt: number | undefined;
  stoppedAt: number | undefined;
  stopCode: StopCode | undefined;
  stoppedReason: string | undefined;
  /** Why its containers did not start. */
  containerReason: string | undefined;
  exitCode: number | undefined;
  /** Where it is registered: `<target group ARN> <address:port>`. */
  targets: { readonly group: string; readonly key: string }[];
  registryArn: string | undefined;
  /** Of the containers that have a health check, by name. */
  readonly health: Map<string, ContainerHealthState>;
  /** It has been healthy at some time. */
  wasHealthy: boolean;
  /** When its grace period ends, once that has been scheduled. */
  graceEnds: number | undefined;
  readonly exec: boolean;
  readonly tags: Tags;
}

export interface ContainerHealthState {
  readonly essential: boolean;
  readonly status: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
}

export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption';

/** Empty. */
export function startEcs(): EcsState {
  return { clusters: new Map(), families: new Map(), services: new Map(), tasks: new Map() };
}
