import type { ContainerDefinition, HealthStatus } from '@aws-sdk/client-ecs';
import { after, type Context } from '../context';
import { exitCodeOf } from './exits';
import { definitionOfTask, portsOf } from './listening';
import type { TaskState } from './state';

/** What ECS takes for what a health check leaves open. Source: API reference, HealthCheck. */
const DEFAULTS = { interval: 30, retries: 3, startPeriod: 0 };

/** Begins the health checks of a task whose containers have just been started. */
export function startChecks(context: Context, task: TaskState): void {
  for (const container of definitionOfTask(context, task)?.definition.containerDefinitions ?? []) {
    if (!container.healthCheck) continue;
    const { name = '', essential = true } = container;
    task.health.set(name, { essential, status: 'UNKNOWN' });
    const { interval, retries, startPeriod } = { ...DEFAULTS, ...container.healthCheck };
    const seconds = passes(context, task, container) ? interval : startPeriod + retries * interval;
    after(context, seconds, { kind: 'containerChecked', arn: task.arn, container: name });
  }
}

/** `containerChecked`: as many checks as it takes have passed or failed. Cloud Map is told what the task is now. */
export function containerChecked(context: Context, taskArn: string, name: string): void {
  const task = context.region.ecs.tasks.get(taskArn);
  const known = task?.health.get(name);
  if (!task || !known || task.desired === 'STOPPED') return;
  const containers = definitionOfTask(context, task)?.definition.containerDefinitions ?? [];
  const container = containers.find((one) => one.name === name);
  if (!container) return;
  const status = passes(context, task, container) ? 'HEALTHY' : 'UNHEALTHY';
  task.health.set(name, { ...known, status });
  const discovery = context.region.cloudMap.services.get(task.registryArn?.split('/').at(-1) ?? '');
  const instance = discovery?.instances.get(task.id);
  // Without custom health Cloud Map takes no word from ECS (aws-reference §1.15).
  if (instance && discovery?.customHealth) instance.health = registeredHealth(task);
}

/** Of a container: what its checks have come to. */
export function containerHealth(task: TaskState, name: string | undefined): HealthStatus {
  return task.health.get(name ?? '')?.status ?? 'UNKNOWN';
}

/** Of a task: that of its essential containers that are checked. Source: API reference, Task, healthStatus. */
export function taskHealth(task: TaskState): HealthStatus {
  const states = [...task.health.values()].filter(({ essential }) => essential).map(({ status }) => status);
  if (states.includes('UNHEALTHY')) return 'UNHEALTHY';
  return states.length === 0 || states.includes('UNKNOWN') ? 'UNKNOWN' : 'HEALTHY';
}

/** Whether nothing is against a task but what its load balancers say. */
export function isChecked(task: TaskState): boolean {
  return ![...task.health.values()].some(({ essential, status }) => essential && status !== 'HEALTHY');
}

/** What Cloud Map is told: a task that is still to be checked is not to be called yet. */
export function registeredHealth(task: TaskState): 'HEALTHY' | 'UNHEALTHY' {
  return isChecked(task) ? 'HEALTHY' : 'UNHEALTHY';
}

/**
 * Whether a check would pass. Nothing of an image is here, so a command is believed that says plainly how it ends, and
 * one that asks this host on a port passes if a container of the task listens there; any other passes.
 */
function passes(context: Context, task: TaskState, { healthCheck }: ContainerDefinition): boolean {
  const [first = '', ...others] = (healthCheck?.command ?? []).slice(1).join(' ').split('||');
  const asked = /https?:\/\/(?:localhost|127\.0\.0\.1)(?::(\d+))?(?:\/|\s|$)/.exec(first);
  if (!asked) return (exitCodeOf({ command: [first.trim()] }) ?? 0) === 0 || others.some(isTrue);
  const port = Number(asked[1] ?? (asked[0].startsWith('https') ? 443 : 80));
  const containers = definitionOfTask(context, task)?.definition.containerDefinitions ?? [];
  return containers.some((container) => portsOf(container).includes(port)) || others.some(isTrue);
}

function isTrue(command: string): boolean {
  return command.trim() === 'true' || /^exit 0$/.test(command.trim());
}
