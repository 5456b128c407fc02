import { CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreatePrivateDnsNamespaceCommand } from '@aws-sdk/client-servicediscovery';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Demand, PolicyDocument } from '../../../../src/sandbox/iam/policyDocument';
import { clientsOf, createAccount, type Account } from '../account';

let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
});
afterEach(() => aws.sandbox.close());

function policy(...actions: readonly string[]): PolicyDocument[] {
  const Statement = actions.map((Action) => ({ Effect: 'Allow' as const, Action, Resource: '*' }));
  return [{ Version: '2012-10-17', Statement }];
}

/** Clients of somebody who may call these actions on everything. */
function may(...actions: readonly string[]) {
  return clientsOf(aws.sandbox.restrictedTo(policy(...actions)));
}

async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : 'allowed';
}

const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [] });

it('refuses in the words of each service', async () => {
  const nobody = may();
  expect(await refusal(nobody.ecs.send(new CreateClusterCommand({ clusterName: 'shop' })))).toBe(
    'AccessDeniedException: User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: ecs:CreateCluster on resource: arn:aws:ecs:ap-southeast-1:123456789012:cluster/shop because no identity-based policy allows the ecs:CreateCluster action',
  );
  expect(await refusal(nobody.ec2.send(new DescribeVpcsCommand({})))).toMatch(
    /^UnauthorizedOperation: You are not authorized to perform this operation\. User: .* ec2:DescribeVpcs on resource: \* /,
  );
  const role = new CreateRoleCommand({ RoleName: 'tasks', Path: '/a/', AssumeRolePolicyDocument: TRUST });
  expect(await refusal(nobody.iam.send(role))).toMatch(
    /^AccessDenied: .* iam:CreateRole on resource: arn:aws:iam::123456789012:role\/a\/tasks /,
  );
});

it('lets everybody ask who they are', async () => {
  expect(await refusal(may().sts.send(new GetCallerIdentityCommand({})))).toBe('allowed');
});

it('changes nothing when it refuses, and does what is allowed', async () => {
  const command = new CreateLogGroupCommand({ logGroupName: '/ecs/shop/users' });
  await aws.ec2.send(new DescribeVpcsCommand({}));
  const before = aws.sandbox.things('ap-southeast-1');
  await refusal(may('logs:DeleteLogGroup').logs.send(command));
  expect(aws.sandbox.things('ap-southeast-1')).toEqual(before);
  expect(await refusal(may('logs:CreateLogGroup').logs.send(command))).toBe('allowed');
});

it('asks for the right to tag what is created with tags', async () => {
  const command = new CreateLogGroupCommand({ logGroupName: '/ecs/shop/users', tags: { team: 'a' } });
  expect(await refusal(may('logs:CreateLogGroup').logs.send(command))).toMatch(/perform: logs:TagResource /);
  const api = new CreateApiCommand({ Name: 'shop', ProtocolType: 'HTTP', Tags: { team: 'a' } });
  const onApis = [
    { Effect: 'Allow' as const, Action: 'apigateway:POST', Resource: 'arn:aws:apigateway:*::/apis' },
  ];
  const untagging = clientsOf(aws.sandbox.restrictedTo([{ Version: '2012-10-17', Statement: onApis }]));
  expect(await refusal(untagging.apiGateway.send(api))).toMatch(/apigateway:POST on resource: .*::\/tags\//);
});

it('asks for the service-linked role on the first use of a service, and not again', async () => {
  const actions = ['ecs:CreateCluster'];
  const first = new CreateClusterCommand({ clusterName: 'first' });
  expect(await refusal(may(...actions).ecs.send(first))).toMatch(
    /iam:CreateServiceLinkedRole on resource: \S+:role\/aws-service-role\/ecs\.amazonaws\.com\/AWSServiceRoleForECS /,
  );
  await aws.ecs.send(first);
  const second = new CreateClusterCommand({ clusterName: 'second' });
  expect(await refusal(may(...actions).ecs.send(second))).toBe('allowed');
});

it('asks for both roles that a task definition passes on, to ECS tasks', async () => {
  const seen: Demand[] = [];
  const { ecs } = clientsOf(aws.sandbox.restrictedTo(policy('*'), (demand) => seen.push(demand)));
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const input = {
    family: 'users',
    containerDefinitions: [],
    executionRoleArn: role('start'),
    taskRoleArn: role('run'),
  };
  await refusal(ecs.send(new RegisterTaskDefinitionCommand(input)));
  const keys = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
  expect(seen.filter(({ action }) => action === 'iam:PassRole')).toEqual([
    { action: 'iam:PassRole', resource: role('start'), keys },
    { action: 'iam:PassRole', resource: role('run'), keys },
  ]);
});

it('asks for Route 53 behind Cloud Map', async () => {
  const command = new CreatePrivateDnsNamespaceCommand({ Name: 'micro.local', Vpc: 'vpc-0123' });
  const cloudMap = 'servicediscovery:CreatePrivateDnsNamespace';
  expect(await refusal(may(cloudMap).cloudMap.send(command))).toMatch(/route53:CreateHostedZone/);
});

it('refuses a call that it cannot judge', async () => {
  const { call } = aws.sandbox.restrictedTo(policy('*:Describe*'));
  const request = { client: 'ECSClient', command: 'RunTaskCommand', input: {}, region: 'eu-west-1' };
  expect(await refusal(call(request))).toMatch(/^AccessDeniedException: .* ECSClient:RunTaskCommand/);
});

it('holds for everybody where the whole account is restricted', async () => {
  const restricted = await createAccount({ allowed: policy('ec2:DescribeVpcs') });
  expect(await refusal(restricted.ec2.send(new DescribeVpcsCommand({})))).toBe('allowed');
  expect(await refusal(restricted.ecs.send(new CreateClusterCommand({})))).toMatch(/^AccessDenied/);
  await restricted.sandbox.close();
});
