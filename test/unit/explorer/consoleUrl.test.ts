import { expect, it } from 'vitest';
import { consoleUrl, hasConsolePage } from '../../../src/explorer/consoleUrl';

const at = { region: 'eu-west-1', partition: 'aws' };
const ecs = (rest: string) => `arn:aws:ecs:eu-west-1:123456789012:${rest}`;
const HOST = 'https://eu-west-1.console.aws.amazon.com';

it.each([
  ['service', ecs('service/shop/users'), 'ecs/v2/clusters/shop/services/users/health?region=eu-west-1'],
  ['task', ecs('task/shop/0a1b'), 'ecs/v2/clusters/shop/tasks/0a1b/configuration?region=eu-west-1'],
  ['cluster', ecs('cluster/shop'), 'ecs/v2/clusters/shop/services?region=eu-west-1'],
  ['api', 'a1b2', 'apigateway/main/api-detail?api=a1b2&region=eu-west-1'],
  [
    'loadBalancer',
    'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/shop/9',
    'ec2/home?region=eu-west-1#LoadBalancer:loadBalancerArn=arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A1%3Aloadbalancer%2Fnet%2Fshop%2F9',
  ],
  ['AWS::IAM::Role', 'shop--users-execution', 'iam/home#/roles/details/shop--users-execution'],
  [
    'AWS::ECS::TaskDefinition',
    ecs('task-definition/users:7'),
    'ecs/v2/task-definitions/users%3A7?region=eu-west-1',
  ],
])('a %s has a page in the console', (type, id, path) => {
  expect(consoleUrl({ type, id, ...at })).toBe(`${HOST}/${path}`);
  expect(hasConsolePage(type)).toBe(true);
});

it('what the account calls a thing is no part of an address but itself', () => {
  const url = consoleUrl({ type: 'api', id: '$&x=1#/../%', ...at });
  expect(url).toBe(
    `${HOST}/apigateway/main/api-detail?api=${encodeURIComponent('$&x=1#/../%')}&region=eu-west-1`,
  );
});

it('other partitions have consoles of their own, and some things have no page', () => {
  const china = consoleUrl({ type: 'cluster', id: 'c', region: 'cn-north-1', partition: 'aws-cn' });
  expect(china).toBe('https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/c/services?region=cn-north-1');
  expect([consoleUrl({ type: 'instance', id: 'i', ...at }), hasConsolePage('constructor')]).toEqual([
    undefined,
    false,
  ]);
});
