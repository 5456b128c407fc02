import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  GetRoutesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateServiceCommand,
  StopTaskCommand,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { CreateServiceCommand as CreateDiscoveryServiceCommand } from '@aws-sdk/client-servicediscovery';
import { CreateTargetGroupCommand, ModifyListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import { allow, deployChain, securityGroup, serviceInput, some, taskDefinition } from './chain';

let aws: Account;
let url: string;
let chain: Awaited<ReturnType<typeof deployChain>>;

async function setUp(options: Parameters<typeof createAccount>[0] = {}): Promise<void> {
  aws = await createAccount(options);
  const door = await aws.sandbox.listen();
  chain = await deployChain(aws);
  url = `${door.url}/execute-api/${chain.apiId}/prod`;
}
afterEach(() => aws.sandbox.close());

async function get(path: string, init: RequestInit = {}): Promise<[number, string]> {
  const response = await fetch(url + path, init);
  return [response.status, await response.text()];
}

async function accessLog(): Promise<string[]> {
  const { events } = await aws.logs.send(
    new FilterLogEventsCommand({ logGroupName: '/aws/vendedlogs/apis/microservices/api' }),
  );
  return (events ?? []).map((event) => event.message ?? '');
}

async function closeIngress(group: string): Promise<void> {
  const { SecurityGroupRules } = await aws.ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [group] }] }),
  );
  for (const rule of SecurityGroupRules ?? []) {
    const ids = { GroupId: group, SecurityGroupRuleIds: [some(rule.SecurityGroupRuleId)] };
    if (rule.IsEgress) continue;
    await aws.ec2.send(new RevokeSecurityGroupIngressCommand(ids));
  }
}

const unavailable: [number, string] = [503, '{"message":"Service Unavailable"}'];

describe('the way from gateway to task', () => {
  beforeEach(() => setUp());

  test('shows the container what API Gateway sends it', async () => {
    const [status, body] = await get('/users/42?page=2', {
      method: 'PUT',
      body: 'hello',
      headers: { 'x-me': 'x' },
    });
    expect(status).toBe(200);
    expect(body).toMatch(/^PUT \/users\/42\?page=2\nservice: user-service\n/);
    expect(body).toMatch(/^task: [0-9a-f]{32}$/m);
    expect(body).toMatch(/^x-me: x$/m);
    expect(body).toMatch(/^via: HTTP\/1\.1 AmazonAPIGateway$/m);
    expect(body).toMatch(/^x-forwarded-for: 127\.0\.0\.1$/m);
    expect(body).toContain('(5 bytes of body)');
  });

  test('spreads requests over the tasks', async () => {
    const ids = new Set<string | undefined>();
    for (let index = 0; index < 20; index++) {
      const [, body] = await get('/users');
      ids.add(/^task: (\w+)$/m.exec(body)?.[1]);
    }
    expect(ids.size).toBe(2);
  });

  test('carries the stage to the backend when nothing strips it (T1)', async () => {
    await aws.apiGateway.send(
      new UpdateIntegrationCommand({
        ApiId: chain.apiId,
        IntegrationId: chain.integrationId,
        RequestParameters: { 'overwrite:path': '' },
      }),
    );
    aws.clock.advance(5);
    expect((await get('/users'))[1]).toMatch(/^GET \/prod\/users\n/);
  });

  test('begins to answer a changed route only when it is deployed', async () => {
    await aws.apiGateway.send(
      new CreateRouteCommand({
        ApiId: chain.apiId,
        RouteKey: 'GET /orders',
        Target: `integrations/${chain.integrationId}`,
      }),
    );
    expect((await get('/orders'))[0]).toBe(404);
    aws.clock.advance(5);
    expect((await get('/orders'))[0]).toBe(200);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['the load balancer does not let the link in', () => closeIngress(chain.groups.nlb)],
    ['the task does not let the load balancer in', () => closeIngress(chain.groups.task)],
    [
      'the link may not go out',
      async () => {
        const { SecurityGroupRules } = await aws.ec2.send(
          new DescribeSecurityGroupRulesCommand({
            Filters: [{ Name: 'group-id', Values: [chain.groups.link] }],
          }),
        );
        await aws.ec2.send(
          new RevokeSecurityGroupEgressCommand({
            GroupId: chain.groups.link,
            SecurityGroupRuleIds: [some(SecurityGroupRules?.[0]?.SecurityGroupRuleId)],
          }),
        );
      },
    ],
    [
      'no task is left',
      async () => {
        await aws.ecs.send(
          new UpdateServiceCommand({
            cluster: 'microservices-cluster',
            service: 'user-service',
            desiredCount: 0,
          }),
        );
        aws.clock.advance(60);
      },
    ],
  ])('ends with 503 when %s', async (_name, breakIt) => {
    await breakIt();
    expect(await get('/users')).toEqual(unavailable);
  });

  test('sends nothing to a target group of weight 0', async () => {
    const { TargetGroups } = await aws.elb.send(
      new CreateTargetGroupCommand({
        Name: 'next',
        Protocol: 'TCP',
        Port: 80,
        VpcId: 'vpc-0123',
        TargetType: 'ip',
      }),
    );
    const next = TargetGroups?.[0]?.TargetGroupArn;
    const weigh = (old: number, fresh: number) =>
      aws.elb.send(
        new ModifyListenerCommand({
          ListenerArn: chain.listenerArn,
          DefaultActions: [
            {
              Type: 'forward',
              ForwardConfig: {
                TargetGroups: [
                  { TargetGroupArn: chain.targetGroupArn, Weight: old },
                  { TargetGroupArn: next, Weight: fresh },
                ],
              },
            },
          ],
        }),
      );
    await weigh(1, 0);
    expect((await get('/users'))[0]).toBe(200);
    await weigh(0, 1);
    expect(await get('/users')).toEqual(unavailable);
    // Nor does it fall over to the group beside it.
    await weigh(1, 999);
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await get('/users'))[0]));
    expect(statuses).toContain(503);
  });

  test('never goes through a task that is draining', async () => {
    const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster: 'microservices-cluster' }));
    await aws.ecs.send(new StopTaskCommand({ cluster: 'microservices-cluster', task: taskArns?.[0] }));
    for (let index = 0; index < 10; index++) {
      expect((await get('/users'))[1]).not.toContain(some(taskArns?.[0]?.split('/').at(-1)));
    }
  });

  test('writes to the access log why a request did not get through', async () => {
    await aws.apiGateway.send(
      new UpdateStageCommand({
        ApiId: chain.apiId,
        StageName: 'prod',
        AccessLogSettings: {
          DestinationArn:
            'arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/vendedlogs/apis/microservices/api',
          Format:
            '$context.requestId|$context.path|$context.status|$context.integrationErrorMessage|$context.nothing',
        },
      }),
    );
    await closeIngress(chain.groups.nlb);
    await get('/users');
    const [line] = await accessLog();
    expect(line?.split('|').slice(1)).toEqual([
      '/prod/users',
      '503',
      'The security groups of VPC link and load balancer do not let port 80 through',
      '-',
    ]);
  });
});

describe('the gateway itself', () => {
  beforeEach(() => setUp());

  test.each([
    ['an API that does not exist', () => url.replace(chain.apiId, 'none')],
    ['a stage that does not exist', () => url.replace('/prod', '/dev')],
    ['another place of this server', () => new URL('/', url).href],
  ])('answers 404 for %s', async (_name, where) => {
    expect((await fetch(`${where()}/users`)).status).toBe(404);
  });

  test('answers 404 by a stage that was never deployed', async () => {
    await aws.apiGateway.send(new CreateStageCommand({ ApiId: chain.apiId, StageName: 'manual' }));
    expect((await fetch(`${url.replace('/prod', '/manual')}/users`)).status).toBe(404);
  });

  test('takes $default without a stage in the path, and adds none for the backend', async () => {
    await aws.apiGateway.send(
      new CreateStageCommand({ ApiId: chain.apiId, StageName: '$default', AutoDeploy: true }),
    );
    aws.clock.advance(5);
    const response = await fetch(`${url.replace('/prod', '')}/users/7`);
    expect(await response.text()).toMatch(/^GET \/users\/7\n/);
  });

  test('throttles by rate and burst of the stage, in real time', async () => {
    await aws.apiGateway.send(
      new UpdateStageCommand({
        ApiId: chain.apiId,
        StageName: 'prod',
        DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
      }),
    );
    const statuses = [await get('/users'), await get('/users'), await get('/users')].map(
      ([status]) => status,
    );
    expect(statuses).toEqual([200, 200, 429]);
    aws.clock.advance(1);
    expect((await get('/users'))[0]).toBe(200);
    expect(await get('/users')).toEqual([429, '{"message":"Too Many Requests"}']);
  });

  async function authorize(more: object): Promise<void> {
    const { Items } = await aws.apiGateway.send(new GetRoutesCommand({ ApiId: chain.apiId }));
    const route = Items?.find((one) => one.RouteKey === 'ANY /users');
    await aws.apiGateway.send(
      new UpdateRouteCommand({ ApiId: chain.apiId, RouteId: route?.RouteId, ...more }),
    );
    aws.clock.advance(5);
  }

  test('asks for a signature where the route does', async () => {
    await authorize({ AuthorizationType: 'AWS_IAM' });
    expect(await get('/users')).toEqual([403, '{"message":"Missing Authentication Token"}']);
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=y' };
    expect((await get('/users', { headers }))[0]).toBe(200);
  });

  test('asks for a token of the right issuer and audience where the route does', async () => {
    const { AuthorizerId } = await aws.apiGateway.send(
      new CreateAuthorizerCommand({
        ApiId: chain.apiId,
        Name: 'jwt',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['app'] },
      }),
    );
    await authorize({ AuthorizationType: 'JWT', AuthorizerId, AuthorizationScopes: ['read'] });
    const bare = await fetch(`${url}/users`);
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const token = (claims: object) =>
      `Bearer e30.${Buffer.from(JSON.stringify({ iss: 'https://issuer.example', aud: 'app', scope: 'read', ...claims })).toString('base64url')}.sig`;
    const status = async (claims: object) =>
      (await get('/users', { headers: { authorization: token(claims) } }))[0];
    expect(await status({})).toBe(200);
    expect(await status({ iss: 'https://other.example' })).toBe(401);
    expect(await status({ aud: 'other' })).toBe(401);
    expect(await status({ exp: 1 })).toBe(401);
    expect(await status({ scope: 'write' })).toBe(403);
  });

  test('answers a preflight itself and replaces the headers of the backend', async () => {
    await aws.apiGateway.send(
      new UpdateApiCommand({
        ApiId: chain.apiId,
        CorsConfiguration: {
          AllowOrigins: ['https://app.example'],
          AllowMethods: ['GET'],
          AllowHeaders: ['x-a'],
        },
      }),
    );
    const ask = (origin: string) =>
      fetch(`${url}/users`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
    const allowed = await ask('https://app.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('GET');
    const other = await ask('https://other.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the leg without a load balancer', () => {
  beforeEach(() => setUp());

  async function behindCloudMap(type: 'A' | 'SRV'): Promise<void> {
    const { Service } = await aws.cloudMap.send(
      new CreateDiscoveryServiceCommand({
        Name: 'orders',
        NamespaceId: chain.namespaceId,
        DnsConfig: { DnsRecords: [{ Type: type, TTL: 10 }] },
      }),
    );
    const group = await securityGroup(aws, 'orders');
    await allow(aws, chain.groups.link, group, 80);
    await aws.ecs.send(
      new CreateServiceCommand(
        serviceInput(await taskDefinition(aws, { family: 'orders' }), group, {
          serviceName: 'orders',
          serviceRegistries: [{ registryArn: Service?.Arn, ...(type === 'SRV' ? { port: 80 } : {}) }],
        }),
      ),
    );
    aws.clock.advance(60);
    const { IntegrationId } = await aws.apiGateway.send(
      new CreateIntegrationCommand({
        ApiId: chain.apiId,
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'ANY',
        ConnectionType: 'VPC_LINK',
        ConnectionId: chain.vpcLinkId,
        IntegrationUri: Service?.Arn,
        PayloadFormatVersion: '1.0',
      }),
    );
    await aws.apiGateway.send(
      new CreateRouteCommand({
        ApiId: chain.apiId,
        RouteKey: 'GET /orders',
        Target: `integrations/${some(IntegrationId)}`,
      }),
    );
    aws.clock.advance(5);
  }

  test('reaches the instances of a Cloud Map service with SRV records', async () => {
    await behindCloudMap('SRV');
    const [status, body] = await get('/orders');
    expect(status).toBe(200);
    expect(body).toContain('service: orders');
  });

  test('does not with A records alone, which have no port (T4)', async () => {
    await behindCloudMap('A');
    expect(await get('/orders')).toEqual(unavailable);
  });
});

describe('a container that calls another service', () => {
  beforeEach(() => setUp());

  async function order(open: boolean): Promise<void> {
    const { Service } = await aws.cloudMap.send(
      new CreateDiscoveryServiceCommand({
        Name: 'order-service',
        NamespaceId: chain.namespaceId,
        DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
      }),
    );
    const group = await securityGroup(aws, 'order');
    if (open) await allow(aws, chain.groups.task, group, 80);
    await aws.ecs.send(
      new CreateServiceCommand(
        serviceInput(await taskDefinition(aws, { family: 'order-service' }), group, {
          serviceName: 'order-service',
          desiredCount: 1,
          serviceRegistries: [{ registryArn: Service?.Arn }],
        }),
      ),
    );
    aws.clock.advance(60);
  }
  const call = async (target: string) => (await get('/users', { headers: { 'x-echo-call': target } }))[1];

  test('finds it by name and shows its answer', async () => {
    await order(true);
    const body = await call('http://order-service.micro.local:80/orders/1');
    expect(body).toContain('called http://order-service.micro.local/orders/1: 200\n  GET /orders/1\n');
    expect(body).toContain('  service: order-service');
    const path = await get(`/users/call?url=${encodeURIComponent('http://order-service.micro.local/x')}`);
    expect(path[1]).toContain('called http://order-service.micro.local/x: 200');
  });

  test.each([
    [
      'a name that nobody has',
      true,
      'http://other.micro.local/',
      'could not resolve host other.micro.local (NXDOMAIN)',
    ],
    [
      'a port that is closed to it',
      false,
      'http://order-service.micro.local/',
      /connection to 10\.20\.\S+:80 timed out/,
    ],
    ['something that is no URL', true, 'order-service', 'not an http URL'],
  ])('says what its library would say of %s', async (_name, open, target, expected) => {
    await order(open);
    const body = await call(target);
    if (typeof expected === 'string') expect(body).toContain(expected);
    else expect(body).toMatch(expected);
  });

  test('is refused where nothing listens', async () => {
    await order(true);
    await aws.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: chain.groups.task,
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: chain.groups.task }] }],
      }),
    );
    const body = await call('http://user-service.micro.local:8080/');
    expect(body).toMatch(/connection to 10\.20\.\S+:8080 refused/);
  });
});

describe('a local program in a service’s place', () => {
  test('gets the request and gives the answer', async () => {
    const backend = createServer((request, response) => {
      response.writeHead(201, { 'x-from': 'backend' }).end(`${request.method ?? ''} ${request.url ?? ''}`);
    });
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    const { port } = backend.address() as AddressInfo;
    await setUp({ backends: { 'user-service': `http://127.0.0.1:${port}` } });
    const response = await fetch(`${url}/users/9?x=1`);
    expect([response.status, response.headers.get('x-from'), await response.text()]).toEqual([
      201,
      'backend',
      'GET /users/9?x=1',
    ]);
    const { events } = await aws.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/ecs/microservices/user-service', filterPattern: 'GET' }),
    );
    expect(events?.[0]?.message).toMatch(/^GET \/users\/9\?x=1 201 /);
    backend.closeAllConnections();
    await new Promise((resolve) => backend.close(resolve));
    expect(await get('/users')).toEqual(unavailable);
  });

  test.each([
    ['http://example.com'],
    ['http://169.254.169.254'],
    ['https://127.0.0.1'],
    ['http://127.0.0.1/x'],
    ['nonsense'],
  ])('must be of this machine, unlike %s', async (address) => {
    await setUp();
    await expect(createAccount({ backends: { a: address } })).rejects.toThrow(/this machine/);
  });
});

test('before the doors are open, an API has the address that AWS would give it', async () => {
  aws = await createAccount();
  const { ApiId, ApiEndpoint } = await aws.apiGateway.send(
    new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }),
  );
  expect(ApiEndpoint).toBe(`https://${String(ApiId)}.execute-api.ap-southeast-1.amazonaws.com`);
});
