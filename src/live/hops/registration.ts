import type { Found } from '../../engine/provider';
import { isRef, nodeOf, type Resource } from '../../engine/resource';
import type {
  DiscoveryServiceProps,
  NamespaceProps,
  SecurityGroupIngressProps,
} from '../../kinds/resourceTypes';
import type { InstancesLook } from './snapshot';
import { addressOf, runningTasks } from './tasks';
import { finding, fine, worst, type Verdict } from './verdict';
import { judged, ofType, refersTo, valueOf, type View } from './view';

/** ECS registers a task within seconds after it runs. Milliseconds. */
const REGISTRATION_PATIENCE = 60_000;

export function judgeRegistration(
  { id }: Resource<string, DiscoveryServiceProps>,
  _found: Found,
  view: View,
): Verdict {
  return judgeInstances(id, view);
}

/** Compares what Cloud Map answers for a service with the tasks that run. */
export function judgeInstances(id: string, view: View): Verdict {
  const services = ofType(view.referrersOf(id), 'AWS::ECS::Service');
  const service = services.find(({ props }) => refersTo(props.registries, id));
  const tasks = service && runningTasks(service.id, view);
  return judged(view.snapshot.instances, id, (look) => {
    const { instances } = look;
    const summary = counted(instances.length);
    if (tasks === undefined) return fine(summary);
    const addresses = new Set(tasks.map(addressOf));
    const stale = instances.filter(
      ({ Attributes }) =>
        Attributes?.AWS_INSTANCE_IPV4 !== undefined && !addresses.has(Attributes.AWS_INSTANCE_IPV4),
    );
    const missing = tasks.length - (instances.length - stale.length);
    if (stale.length > 0) {
      const reason = `No running task has the address of instance ${stale[0]?.Id ?? '?'}.`;
      return finding('instancesStale', {
        summary,
        reason,
        ...(missing === tasks.length && missing > 0 && { state: 'broken' as const }),
      });
    }
    if (tasks.length === 0) {
      return finding('waitsForTasks', {
        summary,
        reason: `No task of ${service?.props.name ?? 'the service'} is running.`,
      });
    }
    if (missing > 0) return notRegistered(missing, tasks, view.snapshot.at, summary);
    return judgeHealth(look, summary);
  });
}

function notRegistered(
  missing: number,
  tasks: readonly { readonly startedAt?: Date | undefined }[],
  now: number,
  summary: string,
): Verdict {
  const reason = `${missing} running ${missing === 1 ? 'task is' : 'tasks are'} not registered in Cloud Map.`;
  const oldest = Math.min(...tasks.map(({ startedAt }) => startedAt?.getTime() ?? now));
  if (now - oldest < REGISTRATION_PATIENCE) return finding('instancesRegistering', { summary, reason });
  const some = missing < tasks.length;
  return finding('instancesMissing', { summary, reason, ...(some && { state: 'degraded' as const }) });
}

function judgeHealth({ instances, health }: InstancesLook, summary: string): Verdict {
  const bad = instances.filter(({ Id }) => Id !== undefined && health[Id] === 'UNHEALTHY');
  if (bad.length === 0) return fine(summary);
  const reason = `Cloud Map has ${bad.length} of ${instances.length} instances as UNHEALTHY.`;
  const some = bad.length < instances.length;
  return finding('instancesUnhealthy', { summary, reason, ...(some && { state: 'degraded' as const }) });
}

/** Shows how many instances its names stand for; their health belongs to the wires that enter it. */
export function judgeNamespace({ id }: Resource<string, NamespaceProps>, _found: Found, view: View): Verdict {
  const looks = ofType(view.referrersOf(id), 'AWS::ServiceDiscovery::Service')
    .filter(({ props }) => refersTo(props.namespaceId, id))
    .map((service) => valueOf(view.snapshot.instances.get(service.id)));
  if (looks.some((look) => look === undefined)) return fine();
  return fine(counted(looks.reduce((sum, look) => sum + (look?.instances.length ?? 0), 0)));
}

/** A rule by which one service admits another stands for the call: it works if the callee can be found. */
export function judgeIngress(
  { props }: Resource<string, SecurityGroupIngressProps>,
  _found: Found,
  view: View,
): Verdict {
  const nodes = [props.sourceGroupId, props.groupId].map((group) =>
    isRef(group) ? nodeOf(group.$ref) : undefined,
  );
  const isService = (node: string | undefined) =>
    node !== undefined && ofType(view.resourcesOf(node), 'AWS::ECS::Service').length > 0;
  const [caller, callee] = nodes;
  if (callee === undefined || !isService(caller) || !isService(callee)) return fine();
  const names = ofType(view.resourcesOf(callee), 'AWS::ServiceDiscovery::Service');
  return worst(names.filter(({ id }) => view.found(id)).map(({ id }) => judgeInstances(id, view)));
}

function counted(instances: number): string {
  return `${instances} ${instances === 1 ? 'instance' : 'instances'}`;
}
