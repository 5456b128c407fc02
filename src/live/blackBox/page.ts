import type { Deployment, Task } from '@aws-sdk/client-ecs';
import { endOf } from '../../kinds/arn';
import { nodeOf } from '../../engine/resource';
import type { HopReport } from '../hops';
import { partsOf } from '../hops/serviceParts';
import type { Answer, Answers, Snapshot } from '../hops/snapshot';
import { addressOf } from '../hops/tasks';
import type { Prepared } from '../prepare';
import { table, verbatim, words } from './markdown';

const EVENTS = 25;

/** What is written down of a stack. */
export interface Gathered {
  readonly account: string;
  readonly region: string;
  readonly snapshot: Snapshot;
  readonly report: HopReport;
  /** By node. */
  readonly logs: Answers<readonly string[]>;
}

/** The black box as lines of Markdown: what is broken, every hop, then service by service. Pure. */
export function blackBoxPage(prepared: Prepared, gathered: Gathered): string[] {
  const { snapshot, report } = gathered;
  return [
    ...heading(prepared, gathered),
    ...firstBroken(report),
    ...hops(report),
    ...[...snapshot.services.keys()].flatMap((id) => service(id, prepared, gathered)),
  ];
}

function heading({ stack }: Prepared, { account, region, snapshot: { at } }: Gathered): string[] {
  return [
    `# Black box of ${words(stack)}`,
    '',
    `${new Date(at).toISOString()} · account ${account} · ${region}`,
    '',
    'What looks like a secret is masked; look through the text before you pass it on.',
    '',
  ];
}

function firstBroken({ brokenHop, hops }: HopReport): string[] {
  const hop = hops.find(({ node, edge }) => brokenHop !== undefined && (node ?? edge) === brokenHop);
  if (!hop) return ['## Nothing is broken', ''];
  return [
    `## Requests stop at ${words(brokenHop ?? '')}`,
    '',
    ...[hop.reason, hop.remedy].flatMap((sentence) => (sentence === undefined ? [] : [words(sentence), ''])),
  ];
}

function hops({ hops }: HopReport): string[] {
  return [
    '## Every hop',
    '',
    ...table(
      ['Hop', 'State', 'Cause', 'What is there', 'Reason'],
      hops.map(({ node, edge, path, state, cause, summary, reason }) => [
        [node ?? edge, path].filter((part) => part !== undefined).join(' '),
        state,
        cause,
        summary,
        reason,
      ]),
    ),
  ];
}

function service(id: string, prepared: Prepared, { snapshot, logs }: Gathered): string[] {
  const node = nodeOf(id);
  const it = prepared.resources.find((resource) => resource.id === id);
  const { targetGroups = [], registrations = [] } = it?.type === 'AWS::ECS::Service' ? partsOf(it.props) : {};
  return [
    `## Service ${words(node)}`,
    '',
    ...said(snapshot.services.get(id), (it) => [
      '### Deployments',
      '',
      ...table(
        ['Deployment', 'Status', 'Rollout', 'Revision', 'Running', 'Failed', 'Reason'],
        (it.deployments ?? []).map(deploymentRow),
      ),
      '### Events',
      '',
      ...table(
        ['Time', 'Event'],
        (it.events ?? []).slice(0, EVENTS).map((event) => [iso(event.createdAt), event.message]),
      ),
    ]),
    '### Tasks',
    '',
    ...said(snapshot.tasks.get(id), (all) =>
      table(['Task', 'Status', 'Address', 'Started', 'Stopped', 'Why', 'Exit codes'], all.map(taskRow)),
    ),
    ...targetGroups.flatMap((group) => [
      `### Targets of ${words(group)}`,
      '',
      ...said(snapshot.targets.get(group), (targets) =>
        table(
          ['Target', 'State', 'Reason', 'Description'],
          targets.map(({ Target, TargetHealth }) => [
            `${Target?.Id ?? '?'}:${Target?.Port ?? '?'}`,
            TargetHealth?.State,
            TargetHealth?.Reason,
            TargetHealth?.Description,
          ]),
        ),
      ),
    ]),
    ...registrations.flatMap((registration) => [
      `### Instances of ${words(registration)}`,
      '',
      ...said(snapshot.instances.get(registration), ({ instances, health }) =>
        table(
          ['Instance', 'Address', 'Health'],
          instances.map(({ Id = '', Attributes }) => [Id, Attributes?.['AWS_INSTANCE_IPV4'], health[Id]]),
        ),
      ),
    ]),
    '### Last log lines',
    '',
    ...said(logs.get(node), (lines) => (lines.length === 0 ? ['None.', ''] : verbatim(lines))),
  ];
}

function deploymentRow({
  id,
  status,
  rolloutState,
  taskDefinition,
  runningCount,
  desiredCount,
  failedTasks,
  rolloutStateReason,
}: Deployment) {
  return [
    id,
    status,
    rolloutState,
    taskDefinition && endOf(taskDefinition),
    `${runningCount ?? 0}/${desiredCount ?? 0}`,
    String(failedTasks ?? 0),
    rolloutStateReason,
  ];
}

function taskRow(task: Task) {
  const {
    taskArn = '',
    lastStatus,
    healthStatus,
    startedAt,
    stoppedAt,
    stoppedReason,
    containers = [],
  } = task;
  const reasons = [stoppedReason, ...containers.map(({ name, reason }) => reason && `${name}: ${reason}`)];
  return [
    endOf(taskArn),
    [lastStatus, healthStatus === 'UNKNOWN' ? undefined : healthStatus].filter(Boolean).join(' '),
    addressOf(task),
    iso(startedAt),
    iso(stoppedAt),
    [...new Set(reasons.filter(Boolean))].join('; '),
    containers
      .flatMap(({ name, exitCode }) => (exitCode === undefined ? [] : [`${name} ${exitCode}`]))
      .join(', '),
  ];
}

/** What was answered, or why it is not known. */
function said<T>(answer: Answer<T> | undefined, tell: (value: T) => string[]): string[] {
  if (answer === undefined) return ['It is not in the account.', ''];
  return 'value' in answer ? tell(answer.value) : [words(answer.unknown), ''];
}

function iso(date: Date | undefined): string | undefined {
  return date?.toISOString();
}
