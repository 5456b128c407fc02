import type { HealthState } from '../../model/protocol';

interface CauseFacts {
  /** How bad it is, unless the judgement says otherwise. */
  readonly state: HealthState;
  readonly remedy: string;
}

/**
 * Everything that can be the matter with a hop, with what helps against it. The list is closed: the command line
 * prints these names, and scripts compare them.
 */
export const CAUSES = {
  // What is there, and what can be known of it.
  notDeployed: { state: 'unknown', remedy: 'Deploy the topology.' },
  notReadable: {
    state: 'unknown',
    remedy: 'Ask for the right to make this call, or use an endpoint that knows it.',
  },
  notAnswered: { state: 'unknown', remedy: 'Wait: hundreds of things take AWS a minute to tell.' },
  beingCreated: { state: 'pending', remedy: 'Wait: the deployment is still running.' },
  unusable: { state: 'broken', remedy: 'Correct existing on the node, or let the topology make its own.' },
  missing: { state: 'broken', remedy: 'Deploy the topology; the plan shows what is missing.' },

  // API, routes, integrations.
  stageDeploying: { state: 'pending', remedy: 'Wait: a stage takes a few seconds to deploy.' },
  stageFailed: { state: 'broken', remedy: 'Mend what AWS names, then deploy the topology again.' },
  endpointDisabled: {
    state: 'broken',
    remedy: "Deploy the topology; it switches the API's own address on again.",
  },
  throttledToNothing: {
    state: 'broken',
    remedy: 'Allow more requests per second on the stage, then deploy.',
  },
  routeElsewhere: { state: 'broken', remedy: 'Deploy the topology; it puts the route back.' },
  routeRefuses: {
    state: 'broken',
    remedy: 'Deploy the topology; it lets the same callers in as the drawing.',
  },
  routeOpen: { state: 'degraded', remedy: 'Deploy the topology; it protects the route as the drawing says.' },
  integrationElsewhere: { state: 'broken', remedy: 'Deploy the topology; it puts the integration back.' },
  pathElsewhere: {
    state: 'broken',
    remedy: 'Deploy the topology; it puts the path of the integration back.',
  },

  // VPC link, load balancer, listener.
  linkPending: { state: 'pending', remedy: 'Wait: a VPC link takes two to five minutes.' },
  linkInactive: {
    state: 'broken',
    remedy:
      'Send a request: a link without traffic for 60 days wakes with the next ones, which fail meanwhile.',
  },
  linkFailed: { state: 'broken', remedy: 'Check its subnets and zones, then deploy again; it is replaced.' },
  loadBalancerProvisioning: { state: 'pending', remedy: 'Wait: a load balancer takes two to four minutes.' },
  loadBalancerImpaired: { state: 'degraded', remedy: 'Give its subnets free addresses; it needs 8 in each.' },
  loadBalancerFailed: { state: 'broken', remedy: 'Check its subnets, then deploy again; it is replaced.' },
  listenerElsewhere: { state: 'broken', remedy: 'Deploy the topology; it puts the listener back.' },

  // The network of the stack's own.
  namesUnresolved: {
    state: 'broken',
    remedy: "Deploy the topology; it switches the VPC's names on again, which Cloud Map and endpoints need.",
  },
  noWayOut: { state: 'broken', remedy: 'Deploy the topology; it puts the way out of the subnets back.' },
  wayOutFailed: { state: 'broken', remedy: 'Mend what AWS names, then deploy again; it is replaced.' },

  // Targets.
  waitsForTasks: { state: 'unknown', remedy: 'Look at the service: no task of it runs.' },
  targetsRegistering: {
    state: 'pending',
    remedy: 'Wait: a load balancer takes 70 to 180 seconds for a new target.',
  },
  targetsDraining: { state: 'pending', remedy: 'Wait: stopping tasks finish what they have begun.' },
  targetsMissing: {
    state: 'broken',
    remedy: 'Deploy the topology; the service has to name this target group.',
  },
  targetTimeout: {
    state: 'broken',
    remedy: 'Nothing answered: check the security group rules and that the container listens on this port.',
  },
  targetRefused: {
    state: 'broken',
    remedy: 'The connection was refused: set the port to the one that the container listens on, on 0.0.0.0.',
  },
  targetMismatch: {
    state: 'broken',
    remedy: 'Set the path of the health check to one that answers with 200 to 399.',
  },
  targetNotInUse: {
    state: 'broken',
    remedy:
      "Let a listener forward to the target group, and give the load balancer a subnet in the task's zone.",
  },
  targetUnusable: { state: 'broken', remedy: 'Stop the task; the service starts another.' },
  targetsUnavailable: {
    state: 'degraded',
    remedy: 'Wait: the load balancer cannot tell the health right now.',
  },

  // Service and tasks.
  serviceDraining: { state: 'broken', remedy: 'Wait until it is gone, then deploy the topology.' },
  scaledToZero: { state: 'degraded', remedy: 'Set the number of tasks to at least one.' },
  deploymentRunning: { state: 'pending', remedy: 'Wait: tasks of a new deployment are starting.' },
  deploymentFailed: {
    state: 'broken',
    remedy: 'Look at the events and stopped tasks, mend the cause and deploy.',
  },
  rollingBack: { state: 'pending', remedy: 'Wait for the rollback; then mend the cause and deploy.' },
  otherRevision: {
    state: 'degraded',
    remedy: 'Look at why the newer revision did not start, mend the cause and deploy again.',
  },
  tasksMissing: { state: 'broken', remedy: 'Look at the events of the service.' },
  tasksUnhealthy: { state: 'degraded', remedy: "Look at the container's health check and its log." },

  // Why tasks stop.
  imageNotFound: { state: 'broken', remedy: 'Correct the name or tag of the image.' },
  imageDenied: {
    state: 'broken',
    remedy: 'Let the execution role read the registry, or use a public image.',
  },
  imageRateLimit: { state: 'broken', remedy: 'Copy the image to ECR: Docker Hub limits anonymous pulls.' },
  registryUnreachable: {
    state: 'broken',
    remedy: 'Give the subnets a way out: NAT, or endpoints for ecr.api, ecr.dkr, s3 and logs.',
  },
  secretsUnreachable: {
    state: 'broken',
    remedy: 'Check the secret ARNs, the execution role, and that the subnets reach Secrets Manager and ECR.',
  },
  secretsDenied: {
    state: 'broken',
    remedy: 'Deploy the topology; it lets the execution role read the secrets that the service names.',
  },
  logsDenied: {
    state: 'broken',
    remedy: 'Deploy the topology; it gives the execution role back what it needs to write logs.',
  },
  roleNotAssumable: {
    state: 'broken',
    remedy: 'Let the role trust ecs-tasks.amazonaws.com; a role that is seconds old needs a moment.',
  },
  logsUnreachable: {
    state: 'broken',
    remedy: 'Deploy the topology if the log group is gone; else give the subnets a way to CloudWatch Logs.',
  },
  wrongArchitecture: {
    state: 'broken',
    remedy: "Set the architecture to the image's (X86_64 or ARM64), or build the image for this one.",
  },
  outOfMemory: { state: 'broken', remedy: 'Give the service more memory.' },
  containerExited: { state: 'broken', remedy: 'Read the log: the essential container ended.' },
  containerNotStarted: { state: 'broken', remedy: 'Check command and entry point of the image.' },
  failedLoadBalancerChecks: {
    state: 'broken',
    remedy: 'Check port, path and grace period of the health check.',
  },
  failedContainerChecks: { state: 'broken', remedy: "Check the image's own health check." },
  taskStopped: { state: 'broken', remedy: 'Look at the stopped task.' },

  // Cloud Map.
  instancesRegistering: { state: 'pending', remedy: 'Wait: ECS registers a task when it runs.' },
  instancesMissing: {
    state: 'broken',
    remedy: 'Force a new deployment of the service; it registers its tasks.',
  },
  instancesUnhealthy: { state: 'broken', remedy: 'Look at the tasks that ECS reports as unhealthy.' },
  instancesStale: {
    state: 'degraded',
    remedy: 'Deregister the instances without a task; callers still find them.',
  },
} as const satisfies Record<string, CauseFacts>;

export type Cause = keyof typeof CAUSES;
