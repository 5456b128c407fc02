import {
  CreateApiCommand,
  CreateStageCommand,
  GetApisCommand,
  GetTagsCommand,
  GetVpcLinksCommand,
  CreateVpcLinkCommand,
  TagResourceCommand as TagApi,
  UntagResourceCommand as UntagApi,
} from '@aws-sdk/client-apigatewayv2';
import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTagsForResourceCommand as ListEcsTags,
  ListTasksCommand,
  TagResourceCommand as TagEcs,
  UntagResourceCommand as UntagEcs,
} from '@aws-sdk/client-ecs';
import {
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import { namespace, serviceInput, some, taskDefinition } from './chain';

let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
});
afterEach(() => aws.sandbox.close());

const stack = 'ecs-topology:stack';

test('security groups and their rules are found by tag', async () => {
  const make = (name: string, value: string) =>
    aws.ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: name,
        Description: name,
        VpcId: 'vpc-0123',
        TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: stack, Value: value }] }],
      }),
    );
  const { GroupId } = await make('ours', 'shop');
  await make('theirs', 'shopping');
  await aws.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 80,
          ToPort: 80,
          IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'lan' }],
        },
      ],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: stack, Value: 'shop' }] }],
    }),
  );
  const Filters = [{ Name: `tag:${stack}`, Values: ['shop'] }];
  const groups = await aws.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  expect(groups.SecurityGroups?.map((group) => group.GroupId)).toEqual([GroupId]);
  expect(groups.SecurityGroups?.[0]?.IpPermissions).toMatchObject([
    { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'lan' }] },
  ]);
  const rules = await aws.ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  expect(rules.SecurityGroupRules).toMatchObject([
    { GroupId, IsEgress: false, CidrIpv4: '10.0.0.0/8', Tags: [{ Key: stack, Value: 'shop' }] },
  ]);
  await aws.ec2.send(
    new CreateTagsCommand({ Resources: [some(GroupId)], Tags: [{ Key: stack, Value: 'other' }] }),
  );
  expect((await aws.ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups).toEqual([]);
  await aws.ec2.send(new DeleteTagsCommand({ Resources: [some(GroupId)], Tags: [{ Key: stack }] }));
  const bare = await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [some(GroupId)] }));
  expect(bare.SecurityGroups?.[0]?.Tags).toEqual([]);
});

test('APIs and links bring their tags with the list, stages by an ARN without account', async () => {
  const Tags = { [stack]: 'shop' };
  const { ApiId } = await aws.apiGateway.send(
    new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP', Tags }),
  );
  await aws.apiGateway.send(new CreateVpcLinkCommand({ Name: 'l', SubnetIds: ['subnet-a'], Tags }));
  await aws.apiGateway.send(new CreateStageCommand({ ApiId, StageName: 'prod', Tags }));
  expect((await aws.apiGateway.send(new GetApisCommand({}))).Items?.[0]?.Tags).toEqual(Tags);
  expect((await aws.apiGateway.send(new GetVpcLinksCommand({}))).Items?.[0]?.Tags).toEqual(Tags);
  const ResourceArn = `arn:aws:apigateway:ap-southeast-1::/apis/${some(ApiId)}/stages/prod`;
  await aws.apiGateway.send(new TagApi({ ResourceArn, Tags: { more: '1' } }));
  await aws.apiGateway.send(new UntagApi({ ResourceArn, TagKeys: [stack] }));
  expect((await aws.apiGateway.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ more: '1' });
});

test('Cloud Map shows tags of a namespace by its ARN', async () => {
  const id = await namespace(aws);
  const ResourceARN = `arn:aws:servicediscovery:ap-southeast-1:123456789012:namespace/${id}`;
  await aws.cloudMap.send(
    new TagResourceCommand({
      ResourceARN,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  );
  await aws.cloudMap.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a', 'none'] }));
  const { Tags } = await aws.cloudMap.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

test('an ECS service hands its tags to its tasks where it is told to, and shows them when asked', async () => {
  const cluster = 'microservices-cluster';
  await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const { service } = await aws.ecs.send(
    new CreateServiceCommand(
      serviceInput(await taskDefinition(aws), 'sg-0123', {
        desiredCount: 1,
        propagateTags: 'SERVICE',
        enableECSManagedTags: true,
        tags: [{ key: stack, value: 'shop' }],
      }),
    ),
  );
  const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster }));
  const { tasks } = await aws.ecs.send(
    new DescribeTasksCommand({ cluster, tasks: taskArns, include: ['TAGS'] }),
  );
  expect(tasks?.[0]?.tags).toEqual([
    { key: stack, value: 'shop' },
    { key: 'aws:ecs:clusterName', value: cluster },
    { key: 'aws:ecs:serviceName', value: 'user-service' },
  ]);
  const resourceArn = service?.serviceArn;
  await aws.ecs.send(new TagEcs({ resourceArn, tags: [{ key: 'a', value: '1' }] }));
  await aws.ecs.send(new UntagEcs({ resourceArn, tagKeys: [stack] }));
  expect((await aws.ecs.send(new ListEcsTags({ resourceArn }))).tags).toEqual([{ key: 'a', value: '1' }]);
  const bare = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: ['user-service'] }));
  expect(bare.services?.[0]?.tags).toBeUndefined();
});
