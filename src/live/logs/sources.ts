import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { endOf } from '../../kinds/arn';
import type { Account } from '../../aws/account';
import { chunks } from '../../aws/resources/common';
import { isRef, nodeOf } from '../../engine/resource';
import type { Reference, ServiceProps, TopologyResource } from '../../kinds/resourceTypes';
import { ask } from '../ask';
import type { Prepared } from '../prepare';

/** What can be tailed: a log group, or the part of it that one container or task writes. */
export interface LogSource {
  /** Node id; the family of the task definition where there is no node. */
  readonly node: string;
  readonly logGroup: string;
  /** Only streams whose names begin so. */
  readonly streams?: string;
  /** Lines of an API about its requests, not of a task. */
  readonly isAccessLog?: boolean;
}

/** Where the lines of a stack are to be found. */
export interface LogSources {
  readonly sources: readonly LogSource[];
  /** Whose lines are not in CloudWatch Logs, or not in this region: a sentence each, that of a container last. */
  readonly silent: readonly { readonly node: string; readonly reason: string }[];
}

/** A task, with what it writes to. */
export interface LogTask extends LogSources {
  readonly node: string;
  /** The last part of its ARN. */
  readonly id: string;
}

/** The log group of each service's tasks, and of each API that logs its requests, as the topology names them. */
export function logGroupsOf({ resources }: Pick<Prepared, 'resources'>): LogSource[] {
  const groupOf = (reference: Reference) => nameOf(reference, resources);
  return resources.flatMap((it): LogSource[] => {
    if (it.type === 'AWS::ApiGatewayV2::Stage' && it.props.accessLogs) {
      const name = groupOf(it.props.accessLogs.logGroupArn);
      return name === undefined ? [] : [{ node: nodeOf(it.id), logGroup: name, isAccessLog: true }];
    }
    if (it.type !== 'AWS::ECS::TaskDefinition') return [];
    const name = groupOf(it.props.logGroup);
    return name === undefined ? [] : [{ node: nodeOf(it.id), logGroup: name }];
  });
}

/**
 * The same as they are deployed: by the task definitions that run, which may log elsewhere than the file says. What
 * cannot be read, or is not deployed, is as in the file. `nodes`: only these; all of them unless given.
 */
export async function deployedSources(
  { account }: { readonly account: Account },
  { resources }: Pick<Prepared, 'resources'>,
  { nodes, signal }: { readonly nodes?: readonly string[]; readonly signal?: AbortSignal | undefined } = {},
): Promise<LogSources> {
  const wanted = logGroupsOf({ resources }).filter(({ node }) => nodes?.includes(node) !== false);
  const running = await runningDefinitions(account, resources, signal);
  const found = wanted.map((source): LogSources => {
    const definitions = source.isAccessLog ? undefined : running.get(source.node);
    return definitions ? inDefinitions(source.node, definitions, account) : { sources: [source], silent: [] };
  });
  return { sources: found.flatMap((it) => it.sources), silent: found.flatMap((it) => it.silent) };
}

/** Running tasks of the services, a hundred of each. */
export async function runningTasks(
  { account }: { readonly account: Account },
  { resources }: Pick<Prepared, 'resources'>,
  signal?: AbortSignal,
): Promise<LogTask[]> {
  const found = await Promise.all(
    servicesOf(resources).map(async ({ node, cluster, name }) => {
      const list = new ListTasksCommand({ cluster, serviceName: name, maxResults: 100 });
      const listed = await ask(account.send(account.clients.ecs, list, { signal }));
      return 'value' in listed
        ? tasksOf(account, cluster, listed.value.taskArns ?? [], { node, signal })
        : [];
    }),
  );
  return found.flat();
}

/** One task by its ARN, of any cluster; undefined when ECS has forgotten it, an hour after it stopped. */
export async function taskOf(
  { account }: { readonly account: Account },
  arn: string,
  signal?: AbortSignal,
): Promise<LogTask | undefined> {
  const [, cluster = ''] = arn.slice(arn.indexOf(':task/')).split('/');
  const [task] = await tasksOf(account, cluster, [arn], { signal });
  return task;
}

/** A service by its ARN, of any cluster, as it is deployed; it is called by its name. */
export async function serviceOf(
  { account }: { readonly account: Account },
  arn: string,
  signal?: AbortSignal,
): Promise<LogSources & { readonly node: string }> {
  const [, cluster = '', name = ''] = arn.slice(arn.indexOf(':service/')).split('/');
  const command = new DescribeServicesCommand({ cluster, services: [name] });
  const { services = [] } = await account.send(account.clients.ecs, command, { signal });
  const found = await Promise.all(services.map((service) => definitionsOf(account, service, signal)));
  return { node: name, ...inDefinitions(name, found.flat(), account) };
}

/** What tasks write to, each by its own task definition: that of an older revision may log elsewhere. */
async function tasksOf(
  account: Account,
  cluster: string,
  arns: readonly string[],
  { node, signal }: { readonly node?: string; readonly signal?: AbortSignal | undefined },
): Promise<LogTask[]> {
  if (arns.length === 0) return [];
  const command = new DescribeTasksCommand({ cluster, tasks: [...arns] });
  const answer = await ask(account.send(account.clients.ecs, command, { signal }));
  const tasks = 'value' in answer ? (answer.value.tasks ?? []) : [];
  const known = new Map<string, Promise<TaskDefinition | undefined>>();
  const read = (arn: string) => {
    const reading = known.get(arn) ?? definitionOf(account, arn, signal);
    known.set(arn, reading);
    return reading;
  };
  const found = await Promise.all(
    tasks.map(async ({ taskArn = '', taskDefinitionArn = '' }): Promise<LogTask[]> => {
      const definition = await read(taskDefinitionArn);
      if (!definition) return [];
      const id = endOf(taskArn);
      const owner = node ?? definition.family ?? id;
      return [{ node: owner, id, ...inDefinitions(owner, [definition], account, id) }];
    }),
  );
  return found.flat();
}

/** Where the containers of some revisions write to; with a task, its streams only. */
function inDefinitions(
  node: string,
  definitions: readonly TaskDefinition[],
  account: Account,
  task?: string,
): LogSources {
  const sources = new Map<string, LogSource>();
  const silent = new Map<string, { node: string; reason: string }>();
  for (const { name = '', logConfiguration } of definitions.flatMap((it) => it.containerDefinitions ?? [])) {
    const options = logConfiguration?.options ?? {};
    const logGroup = options['awslogs-group'];
    const region = options['awslogs-region'];
    if (logConfiguration?.logDriver !== 'awslogs' || logGroup === undefined) {
      const driver = logConfiguration?.logDriver;
      const reason = driver
        ? `Its log driver is ${driver}, so its lines are not in CloudWatch Logs; look where that driver sends them: ${node}/${name}`
        : `It has no log driver, so its lines are kept nowhere: ${node}/${name}`;
      silent.set(reason, { node, reason });
    } else if (region !== undefined && region !== account.connection.region) {
      const reason = `It logs to another region; connect to ${region} to read it: ${node}/${name}`;
      silent.set(reason, { node, reason });
    } else {
      const prefix = options['awslogs-stream-prefix'];
      // Without a prefix streams are named after the container's own id, which says nothing of the task.
      const streams = task !== undefined && prefix !== undefined ? `${prefix}/${name}/${task}` : undefined;
      sources.set(`${logGroup} ${streams ?? ''}`, {
        node,
        logGroup,
        ...(streams !== undefined && { streams }),
      });
    }
  }
  return { sources: [...sources.values()], silent: [...silent.values()] };
}

/** Task definitions of every deployment under way, by node; without those of services that are not there. */
async function runningDefinitions(
  account: Account,
  resources: readonly TopologyResource[],
  signal: AbortSignal | undefined,
): Promise<Map<string, TaskDefinition[]>> {
  const services = servicesOf(resources);
  const clusters = [...new Set(services.map(({ cluster }) => cluster))];
  const found = await Promise.all(
    clusters.flatMap((cluster) =>
      chunks(
        services.filter((one) => one.cluster === cluster),
        10,
      ).map(async (members) => {
        const command = new DescribeServicesCommand({ cluster, services: members.map(({ name }) => name) });
        const answer = await ask(account.send(account.clients.ecs, command, { signal }));
        const described = 'value' in answer ? (answer.value.services ?? []) : [];
        return Promise.all(
          described
            .filter(({ status }) => status !== 'INACTIVE')
            .map(async (service) => {
              const node = members.find(({ name }) => name === service.serviceName)?.node ?? '';
              return [node, await definitionsOf(account, service, signal)] as const;
            }),
        );
      }),
    ),
  );
  return new Map(found.flat().filter(([, definitions]) => definitions.length > 0));
}

async function definitionsOf(
  account: Account,
  { taskDefinition, deployments = [] }: Service,
  signal: AbortSignal | undefined,
): Promise<TaskDefinition[]> {
  const arns = [...deployments.map((one) => one.taskDefinition), taskDefinition];
  const distinct = [...new Set(arns.filter((arn) => arn !== undefined))];
  const found = await Promise.all(distinct.map((arn) => definitionOf(account, arn, signal)));
  return found.filter((definition) => definition !== undefined);
}

async function definitionOf(
  account: Account,
  taskDefinition: string,
  signal: AbortSignal | undefined,
): Promise<TaskDefinition | undefined> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition });
  const answer = await ask(account.send(account.clients.ecs, command, { signal }));
  return 'value' in answer ? answer.value.taskDefinition : undefined;
}

/** The services of a topology, by the names that ECS knows them by. */
export function servicesOf(
  resources: readonly TopologyResource[],
): { readonly node: string; readonly cluster: string; readonly name: string }[] {
  return resources.flatMap((it) => {
    if (it.type !== 'AWS::ECS::Service') return [];
    const { name, cluster: reference }: ServiceProps = it.props;
    const cluster = nameOf(reference, resources);
    return cluster === undefined ? [] : [{ node: nodeOf(it.id), cluster, name }];
  });
}

/** The name of what a property refers to, or that property itself where it names something that exists. */
function nameOf(reference: Reference, resources: readonly TopologyResource[]): string | undefined {
  if (!isRef(reference)) return reference;
  const props = resources.find(({ id }) => id === reference.$ref)?.props;
  return props && 'name' in props ? props.name : undefined;
}
