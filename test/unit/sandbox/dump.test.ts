import { CreateApiCommand, CreateVpcLinkCommand, UpdateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { dumpOf } from '../../../src/sandbox/dump/dump';
import { createAccount, sequence } from './account';

const region = 'ap-southeast-1';

/** An API, a log group, and a link with a group of its own; `later` seconds pass in between. */
async function furnished(seed: number, later: number) {
  const account = await createAccount({ random: sequence(seed) });
  const { apiGateway, clock, ec2, logs, sandbox } = account;
  const tags = (created: string) => ({
    'ecs-topology:stack': 'shop',
    'ecs-topology:resource': 'api/api',
    'ecs-topology:created': created,
  });
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'link', Description: 'of the link', VpcId: 'vpc-0123' }),
  );
  clock.advance(later);
  const created = new Date(clock.now()).toISOString();
  const { ApiId } = await apiGateway.send(
    new CreateApiCommand({ Name: 'shop', ProtocolType: 'HTTP', Tags: tags(created) }),
  );
  await apiGateway.send(
    new CreateVpcLinkCommand({ Name: 'link', SubnetIds: ['subnet-a'], SecurityGroupIds: [GroupId] }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/shop/users' }));
  clock.advance(600);
  return { ...account, ApiId, dump: () => dumpOf(sandbox.things(region)) };
}

it('is equal for accounts that differ in ids and times only', async () => {
  const [one, other] = [await furnished(1, 10), await furnished(2, 500)];
  expect(one.ApiId).not.toBe(other.ApiId);
  expect(one.dump()).toBe(other.dump());
});

it('shows what refers to what by what it is', async () => {
  const lines = (await furnished(1, 0)).dump().split('\n');
  const link = lines.find((line) => line.includes('"type":"AWS::ApiGatewayV2::VpcLink"'));
  expect(link).toContain('"groupIds":["<EC2::SecurityGroup link>"]');
  expect(lines.find((line) => line.includes('"type":"AWS::ApiGatewayV2::Api"'))).toContain(
    '"id":"<ApiGatewayV2::Api shop api/api>"',
  );
});

it('differs when anything is changed', async () => {
  const { apiGateway, ApiId, dump } = await furnished(1, 0);
  const before = dump();
  await apiGateway.send(new UpdateApiCommand({ ApiId, Description: 'of the shop' }));
  expect(dump()).not.toBe(before);
});
