import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeTasksCommand,
  ExecuteCommandCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, PutRolePolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { CreateServiceCommand as CreateDiscoveryServiceCommand } from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sessionHeader, type SessionAnswer } from '../../../src/aws/sandboxSession';
import { createAccount, type Account } from './account';
import { allow, executionRole, namespace, securityGroup, serviceInput, some, trust } from './chain';

const cluster = 'microservices-cluster';
const actions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
  (name) => `ssmmessages:${name}`,
);

let aws: Account;
let groups: { users: string; orders: string };
let roles: { execution: string; shell: string; poor: string };

beforeEach(async () => {
  aws = await createAccount();
  await aws.sandbox.listen();
  await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  groups = { users: await securityGroup(aws, 'users'), orders: await securityGroup(aws, 'orders') };
  roles = { execution: await executionRole(aws), shell: await role('shell'), poor: await role('poor') };
  await aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'shell',
      PolicyName: 'exec',
      PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }),
    }),
  );
});
afterEach(() => aws.sandbox.close());

async function role(RoleName: string): Promise<string> {
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  return some(Role?.Arn);
}

interface Started {
  readonly name?: string;
  readonly exec?: boolean;
  readonly taskRole?: string | undefined;
  readonly group?: string;
  readonly port?: number;
  readonly registry?: string;
}

/** Starts a service of one task, and waits until that runs. */
async function start({ name = 'users', exec = true, port = 80, ...more }: Started = {}): Promise<string> {
  const { taskDefinition } = await aws.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: roles.execution,
      taskRoleArn: 'taskRole' in more ? more.taskRole : roles.shell,
      containerDefinitions: [
        {
          name,
          image: 'example/echo:1',
          portMappings: [{ containerPort: port }],
          environment: [
            { name: 'ORDERS_URL', value: 'http://orders.micro.local:8080' },
            { name: 'DB_PASSWORD', value: 'hunter2-and-more' },
          ],
        },
      ],
    }),
  );
  await aws.ecs.send(
    new CreateServiceCommand(
      serviceInput(some(taskDefinition?.taskDefinitionArn), more.group ?? groups.users, {
        serviceName: name,
        desiredCount: 1,
        enableExecuteCommand: exec,
        ...(more.registry !== undefined && { serviceRegistries: [{ registryArn: more.registry }] }),
      }),
    ),
  );
  aws.clock.advance(60);
  return taskOf(name);
}

async function taskOf(serviceName: string): Promise<string> {
  const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster, serviceName }));
  return some(taskArns?.[0]);
}

const execute = (
  task: string,
  command = '/bin/sh',
  more: { container?: string; interactive?: boolean } = {},
) => aws.ecs.send(new ExecuteCommandCommand({ cluster, task, command, interactive: true, ...more }));

async function agentOf(task: string) {
  const { tasks } = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }));
  return tasks?.[0]?.containers?.[0]?.managedAgents?.[0]?.lastStatus;
}

/** A terminal: each line is answered with what it printed. */
async function terminal(task: string, command?: string) {
  const { session } = await execute(task, command);
  const ask = async (line?: string, signal?: AbortSignal): Promise<SessionAnswer> => {
    const response = await fetch(some(session?.streamUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', [sessionHeader]: some(session?.tokenValue) },
      body: JSON.stringify({ line }),
      ...(signal && { signal }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as SessionAnswer;
  };
  return { first: await ask(), ask, url: some(session?.streamUrl) };
}

/** The second service, registered, and whether the first one may call it. */
async function startOrders(open: boolean): Promise<void> {
  const { Service } = await aws.cloudMap.send(
    new CreateDiscoveryServiceCommand({
      Name: 'orders',
      NamespaceId: await namespace(aws),
      DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
      HealthCheckCustomConfig: {},
    }),
  );
  if (open) await allow(aws, groups.users, groups.orders, 8080);
  await start({ name: 'orders', group: groups.orders, port: 8080, registry: some(Service?.Arn) });
}

describe('ExecuteCommand', () => {
  test('is refused in a task that was started without, also once it is switched on', async () => {
    const task = await start({ exec: false });
    expect(await agentOf(task)).toBeUndefined();
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service: 'users', enableExecuteCommand: true }));
    await expect(execute(task)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('execute command was not enabled when the task was run') as string,
    });
  });

  test.each<[string, () => string | undefined]>([
    ['no task role', () => undefined],
    ['a task role without ssmmessages', () => roles.poor],
  ])('does not reach the agent with %s', async (_what, taskRole) => {
    const task = await start({ taskRole: taskRole() });
    expect(await agentOf(task)).toBe('STOPPED');
    await expect(execute(task)).rejects.toMatchObject({ name: 'TargetNotConnectedException' });
  });

  test('is refused for a task that has stopped, one that never was, another container and another mode', async () => {
    const task = await start();
    expect(await agentOf(task)).toBe('RUNNING');
    const invalid = { name: 'InvalidParameterException' };
    await expect(execute(task, '/bin/sh', { interactive: false })).rejects.toMatchObject(invalid);
    await expect(execute(task, '/bin/sh', { container: 'sidecar' })).rejects.toThrow('sidecar was not found');
    await expect(execute(`${task}0`)).rejects.toMatchObject(invalid);
    await aws.ecs.send(new StopTaskCommand({ cluster, task }));
    await expect(execute(task)).rejects.toThrow('the task is no longer running');
  });

  test('the rights of a role can be asked for', async () => {
    const decisions = async (PolicySourceArn: string) => {
      const { EvaluationResults } = await aws.iam.send(
        new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: [...actions, 's3:GetObject'] }),
      );
      return EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
    };
    expect(await decisions(roles.shell)).toEqual([...actions.map(() => 'allowed'), 'implicitDeny']);
    expect(await decisions(roles.poor)).toEqual(Array(5).fill('implicitDeny'));
    await expect(decisions(`${roles.poor}x`)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('the terminal in the sandbox', () => {
  test('opens with its token only, and never for a web page', async () => {
    const { session } = await execute(await start());
    const post = (headers: Record<string, string>) =>
      fetch(some(session?.streamUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    const token = some(session?.tokenValue);
    expect((await post({})).status).toBe(403);
    expect((await post({ [sessionHeader]: `${token}x` })).status).toBe(403);
    expect((await post({ [sessionHeader]: token })).status).toBe(200);
  });

  test('knows where it is and what its variables are, but shows no secret', async () => {
    const { first, ask } = await terminal(await start());
    expect(first).toEqual({ output: expect.stringContaining('help') as string, prompt: '/ # ' });
    const { output } = await ask('env');
    expect(output).toContain('ORDERS_URL=http://orders.micro.local:8080\n');
    expect(output).toContain('DB_PASSWORD=•••\n');
    expect(output + (await ask('echo "$DB_PASSWORD"; echo ${DB_PASSWORD}')).output).not.toContain('hunter2');
    expect((await ask('hostname')).output).toMatch(/^ip-10-20-\d+-\d+\.ap-southeast-1\.compute\.internal\n$/);
    expect((await ask('ip addr')).output).toMatch(/inet 10\.20\.\d+\.\d+\/20 scope global eth1/);
    expect((await ask('ps')).output).toContain('amazon-ssm-agent');
    expect((await ask('nosuch')).output).toBe('sh: nosuch: not found\n');
    expect((await ask('echo $?')).output).toBe('127\n');
  });

  test('calls another service by its name, as far as rules let it', async () => {
    await startOrders(true);
    const { ask } = await terminal(await start());
    expect((await ask('nslookup orders.micro.local')).output).toMatch(
      /Server:\t\t10\.20\.0\.2\n[\s\S]*\nAddress: 10\.20\./,
    );
    const called = await ask('curl -si -XPUT -H "x-me: you" -d hello "$ORDERS_URL/list?page=2"');
    expect(called.output).toMatch(/^HTTP\/1\.1 200\n/);
    expect(called.output).toMatch(/\n\nPUT \/list\?page=2\nservice: orders\n/);
    expect(called.output).toMatch(/x-me: you\n/);
    expect(called.output).toContain('(5 bytes of body)');
    expect((await ask('wget -qO- http://orders.micro.local:8080/')).output).toMatch(/^GET \/\n/);
    expect((await ask('curl http://nobody.micro.local/')).output).toBe(
      'curl: (6) Could not resolve host: nobody.micro.local\n',
    );
  });

  test('a service whose group lets nobody in keeps the caller waiting, until they give up', async () => {
    await startOrders(false);
    const { ask } = await terminal(await start());
    const left = new AbortController();
    const waiting = ask('curl $ORDERS_URL', left.signal);
    const end = waiting.then(
      () => 'answered',
      () => 'left',
    );
    expect((await ask('echo meanwhile')).output).toBe('meanwhile\n');
    left.abort();
    expect(await end).toBe('left');
    // Time stands still here, so that a wait which ends has been waited for.
    const patient = ask('curl -m 5 $ORDERS_URL');
    const passing = setInterval(() => aws.clock.advance(1), 5);
    expect((await patient).output).toContain(
      'curl: (28) Failed to connect to orders.micro.local port 8080 after 5000 ms',
    );
    clearInterval(passing);
  });

  test('ends by exit, by a command of its own, and with its task', async () => {
    const task = await start();
    const typed = await terminal(task);
    await typed.ask('nosuch');
    expect(await typed.ask('exit')).toEqual({ output: '', code: 127 });
    await expect(typed.ask('env')).rejects.toThrow('404');
    expect((await terminal(task, 'echo hello')).first).toEqual({ output: 'hello\n', code: 0 });
    expect((await terminal(task, `/bin/sh -c 'nosuch || echo "for $AWS_REGION"'`)).first).toEqual({
      output: 'sh: nosuch: not found\nfor ap-southeast-1\n',
      code: 0,
    });
    const other = await terminal(task);
    await aws.ecs.send(new StopTaskCommand({ cluster, task }));
    expect(await other.ask('env')).toMatchObject({
      output: expect.stringContaining('has stopped') as string,
      code: 255,
    });
  });
});
