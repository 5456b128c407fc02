import type { Deployment, ServiceEvent, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { endOf } from '../kinds/arn';
import { stopOf } from '../aws/stoppedTask';
import type { TopologyResource } from '../kinds/resourceTypes';
import type { DetailList, DetailRow } from '../model/liveDetails';
import type { HealthState } from '../model/protocol';
import type { Topology } from '../model/topology';
import { resourcesOfEdge, resourcesOfNode } from './hops/groups';
import { partsOf } from './hops/serviceParts';
import type { Answer, InstancesLook, Snapshot } from './hops/snapshot';
import { addressOf } from './hops/tasks';
import { createView, ofType, type View } from './hops/view';

/** The most rows that a list tells: enough to look through, few enough to send with every look. */
const ROWS = 20;
/** The last ones of the hundred that ECS keeps. */
const EVENTS = 10;

/**
 * What is behind every node and edge of a topology (by id and key) in one look at the account: a service's tasks,
 * deployments, targets, instances and events, a wire's targets or instances. Only what is there has any. Pure.
 */
export function detailsOf(
  { topology, resources }: { readonly topology: Topology; readonly resources: readonly TopologyResource[] },
  snapshot: Snapshot,
): Record<string, DetailList[]> {
  const view = createView(resources, snapshot);
  const nodes = [...topology.nodes.keys()].map((id): [string, DetailList[]] => [
    id,
    resourcesOfNode(view, topology, id).flatMap((it) => listsOf(it, view)),
  ]);
  const edges = topology.edges
    .filter(({ accepted }) => accepted !== undefined)
    .map((edge): [string, DetailList[]] => [
      edge.key,
      resourcesOfEdge(view, edge).flatMap((it) => listsOf(it, view)),
    ]);
  return Object.fromEntries([...nodes, ...edges].filter(([, lists]) => lists.length > 0));
}

function listsOf(resource: TopologyResource, { snapshot, referrersOf }: View): DetailList[] {
  const { id, type, props } = resource;
  switch (type) {
    case 'AWS::ECS::Service': {
      const { targetGroups, registrations } = partsOf(props);
      const service = snapshot.services.get(id);
      return [
        ...list('Tasks', [snapshot.tasks.get(id)], (tasks) => latest(tasks).map(taskRow)),
        ...list('Deployments', [service], ({ deployments = [] }) => deployments.map(deploymentRow)),
        ...targets(targetGroups, snapshot),
        ...instances(registrations, snapshot),
        ...list('Events', [service], ({ events = [] }) => events.map(eventRow), EVENTS),
      ];
    }
    case 'AWS::ElasticLoadBalancingV2::TargetGroup':
      return targets([id], snapshot);
    case 'AWS::ServiceDiscovery::Service':
      return instances([id], snapshot);
    case 'AWS::ServiceDiscovery::PrivateDnsNamespace':
      return instances(
        ofType(referrersOf(id), 'AWS::ServiceDiscovery::Service').map((service) => service.id),
        snapshot,
      );
    default:
      return [];
  }
}

function targets(ids: readonly string[], snapshot: Snapshot): DetailList[] {
  return list(
    'Targets',
    ids.map((id) => withId(id, snapshot.targets.get(id))),
    ({ id, value }) => value.map((target) => targetRow(target, id, ids.length > 1)),
  );
}

function instances(ids: readonly string[], snapshot: Snapshot): DetailList[] {
  return list(
    'Instances',
    ids.map((id) => snapshot.instances.get(id)),
    instanceRows,
  );
}

function withId<T>(
  id: string,
  answer: Answer<T> | undefined,
): Answer<{ readonly id: string; readonly value: T }> | undefined {
  return answer && 'value' in answer ? { value: { id, value: answer.value } } : answer;
}

/** One list of what several answers tell; none where nothing was asked, as of what is not in the account. */
function list<T>(
  title: DetailList['title'],
  answers: readonly (Answer<T> | undefined)[],
  rowsOf: (value: T) => readonly DetailRow[],
  most = ROWS,
): DetailList[] {
  const given = answers.filter((answer) => answer !== undefined);
  if (given.length === 0) return [];
  const rows = given.flatMap((answer) => ('value' in answer ? rowsOf(answer.value) : []));
  const refused = given.find((answer) => 'unknown' in answer);
  return [
    {
      title,
      rows: rows.slice(0, most),
      ...(rows.length > most && { more: rows.length - most }),
      ...(refused && { unknown: refused.unknown }),
    },
  ];
}

/** Those that run before those that stopped, the latest first. */
function latest(tasks: readonly Task[]): readonly Task[] {
  const since = ({ startedAt, createdAt }: Task) => (startedAt ?? createdAt)?.getTime() ?? 0;
  const hasStopped = ({ lastStatus }: Task) => Number(lastStatus === 'STOPPED');
  return [...tasks].sort((a, b) => hasStopped(a) - hasStopped(b) || since(b) - since(a));
}

function taskRow(task: Task): DetailRow {
  const { taskArn = '', taskDefinitionArn, lastStatus, desiredStatus, healthStatus } = task;
  const { availabilityZone, startedAt, stoppedAt, createdAt } = task;
  const id = endOf(taskArn);
  const ending = desiredStatus === 'STOPPED' && lastStatus === 'RUNNING' ? 'stopping' : undefined;
  const health = healthStatus === 'UNKNOWN' ? undefined : healthStatus;
  return row(taskArn, id.slice(0, 8), taskState(task), {
    text: [lastStatus, ending, health, addressOf(task), availabilityZone, revision(taskDefinitionArn)],
    reason: stopOf(task)?.reason ?? task.stoppedReason,
    at: stoppedAt ?? startedAt ?? createdAt,
    task: taskArn,
  });
}

function taskState(task: Task): HealthState {
  const { lastStatus, desiredStatus, healthStatus } = task;
  if (lastStatus === 'STOPPED') return stopOf(task) ? 'broken' : 'unknown';
  if (lastStatus !== 'RUNNING' || desiredStatus === 'STOPPED') return 'pending';
  return healthStatus === 'UNHEALTHY' ? 'broken' : 'ok';
}

const ROLLOUTS: Readonly<Record<string, HealthState>> = {
  COMPLETED: 'ok',
  IN_PROGRESS: 'pending',
  FAILED: 'broken',
};

function deploymentRow(deployment: Deployment): DetailRow {
  const { id = '', status, rolloutState, taskDefinition, runningCount = 0, desiredCount = 0 } = deployment;
  const { failedTasks = 0, rolloutStateReason, createdAt } = deployment;
  return row(id, revision(taskDefinition) ?? id, ROLLOUTS[rolloutState ?? ''] ?? 'unknown', {
    text: [
      status,
      rolloutState,
      `${runningCount}/${desiredCount} running`,
      failedTasks > 0 ? `${failedTasks} failed` : undefined,
    ],
    // Of one that is well it only says so again.
    reason: rolloutState === 'COMPLETED' ? undefined : rolloutStateReason,
    at: createdAt,
  });
}

const TARGETS: Readonly<Record<string, HealthState>> = {
  healthy: 'ok',
  initial: 'pending',
  draining: 'pending',
  unhealthy: 'broken',
  unavailable: 'degraded',
  unused: 'degraded',
};

/** The same address may be a target of several groups, each behind a listener of its own. */
function targetRow(
  { Target, TargetHealth }: TargetHealthDescription,
  group: string,
  isOneOfSeveral: boolean,
): DetailRow {
  const listener = isOneOfSeveral ? `listener ${endOf(group)}` : undefined;
  const name = `${Target?.Id ?? '?'}:${Target?.Port ?? '?'}`;
  const { State, Reason, Description } = TargetHealth ?? {};
  return row(`${group} ${name}`, name, TARGETS[State ?? ''] ?? 'unknown', {
    text: [State, listener, Target?.AvailabilityZone],
    reason: [Reason, Description].filter((part) => part !== undefined).join(': '),
  });
}

function instanceRows({ instances, health }: InstancesLook): DetailRow[] {
  return instances.map(({ Id = '', Attributes = {} }) => {
    const { AWS_INSTANCE_IPV4: address, AWS_INSTANCE_PORT: port, AVAILABILITY_ZONE: zone } = Attributes;
    const said = health[Id];
    return row(Id, Id.slice(0, 8), said === 'UNHEALTHY' ? 'broken' : said === 'HEALTHY' ? 'ok' : 'unknown', {
      text: [said, [address, port].filter((part) => part !== undefined).join(':'), zone],
    });
  });
}

function eventRow({ id = '', createdAt, message = '' }: ServiceEvent): DetailRow {
  return row(id, message, 'unknown', { at: createdAt });
}

/** A row without what AWS did not tell. */
function row(
  key: string,
  name: string,
  state: HealthState,
  {
    text = [],
    reason,
    at,
    task,
  }: {
    readonly text?: readonly (string | undefined)[];
    readonly reason?: string | undefined;
    readonly at?: Date | undefined;
    readonly task?: string;
  },
): DetailRow {
  const words = text.filter((part) => part !== undefined && part !== '').join(' · ');
  return {
    key,
    state,
    name,
    ...(words !== '' && { text: words }),
    ...(reason && { reason }),
    ...(at && { at: at.getTime() }),
    ...(task && { task }),
  };
}

/** `users:3` of a task definition's ARN. */
function revision(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : endOf(arn);
}
