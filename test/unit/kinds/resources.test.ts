import { describe, expect, it } from 'vitest';
import { refsIn } from '../../../src/engine/resource';
import { applyEdit } from '../../../src/model/changes';
import { expand } from '../../../src/model/expand';
import type { TaskDefinitionProps } from '../../../src/kinds/resourceTypes';
import type { JsonObject } from '../../../src/model/json';
import { readTopology } from '../../../src/model/topology';
import {
  chain,
  originalChain,
  registry,
  twoServices,
  withEdges,
  withNodes,
  withoutEdge,
  withTwin,
} from '../../fakes/topologies';

function expanded(document: JsonObject, environment?: string) {
  const stack = { name: 'shop', ...(environment === undefined ? {} : { environment }) };
  return expand(readTopology(document, registry, environment), registry, { stack, region: 'eu-west-1' });
}

/** Properties by resource id. */
function propsOf(document: JsonObject, environment?: string): Record<string, unknown> {
  return Object.fromEntries(expanded(document, environment).map(({ id, props }) => [id, props]));
}

describe('the original chain', () => {
  it('becomes these resources', () => {
    const all = expanded(originalChain()).map(({ id, type }) => `${id} ${type}`);
    expect(all.sort()).toEqual([
      'api/api AWS::ApiGatewayV2::Api',
      'api/stage AWS::ApiGatewayV2::Stage',
      'cluster/cluster AWS::ECS::Cluster',
      'link/ingress/nlb/80 AWS::EC2::SecurityGroupIngress',
      'link/integration/nlb/80/api AWS::ApiGatewayV2::Integration',
      'link/route/api/ANY /users AWS::ApiGatewayV2::Route',
      'link/route/api/ANY /users/{proxy+} AWS::ApiGatewayV2::Route',
      'link/securityGroup AWS::EC2::SecurityGroup',
      'link/vpcLink AWS::ApiGatewayV2::VpcLink',
      'namespace/namespace AWS::ServiceDiscovery::PrivateDnsNamespace',
      'nlb/ingress/user-service/80 AWS::EC2::SecurityGroupIngress',
      'nlb/listener/user-service/80 AWS::ElasticLoadBalancingV2::Listener',
      'nlb/loadBalancer AWS::ElasticLoadBalancingV2::LoadBalancer',
      'nlb/securityGroup AWS::EC2::SecurityGroup',
      'nlb/targetGroup/user-service/80 AWS::ElasticLoadBalancingV2::TargetGroup',
      'user-service/executionRole AWS::IAM::Role',
      'user-service/logGroup AWS::Logs::LogGroup',
      'user-service/registration/namespace AWS::ServiceDiscovery::Service',
      'user-service/securityGroup AWS::EC2::SecurityGroup',
      'user-service/service AWS::ECS::Service',
      'user-service/taskDefinition AWS::ECS::TaskDefinition',
      'user-service/taskRole AWS::IAM::Role',
    ]);
  });

  it('is called in AWS as the file says', () => {
    const props = propsOf(originalChain());
    expect(props).toMatchObject({
      'api/api': { name: 'microservice-api' },
      'api/stage': { name: 'prod', throttle: { rate: 50, burst: 100 } },
      'link/vpcLink': { name: 'ecs-vpc-link' },
      'nlb/loadBalancer': { name: 'nlb-user-service' },
      'cluster/cluster': { name: 'microservices-cluster' },
      'user-service/service': { name: 'user-service', desiredCount: 2 },
      'user-service/registration/namespace': { name: 'user-service', record: 'A', ttl: 10 },
      'namespace/namespace': { name: 'micro.local', vpcId: 'vpc-0123' },
    });
  });

  it.each([originalChain(), twoServices()])('refers only to resources that are there', (document) => {
    const all = expanded(document);
    const ids = new Set(all.map(({ id }) => id));
    expect(ids.size).toBe(all.length);
    const missing = all.flatMap(({ props }) => refsIn(props)).filter(({ $ref }) => !ids.has($ref));
    expect(missing).toEqual([]);
  });
});

describe('an API', () => {
  it('strips the stage from the path unless it is to be kept', () => {
    expect(propsOf(chain())['link/integration/nlb/80/api']).toMatchObject({ path: '$request.path' });
    const kept = withNodes(chain(), { api: { keepStagePath: true } });
    expect(propsOf(kept)['link/integration/nlb/80/api']).toMatchObject({ path: null });
  });

  it('makes its stage after the routes, with the limits that these set for themselves', () => {
    const throttle = { rate: 5, burst: 6 };
    const document = withEdges(chain(), {
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users', { key: 'ANY /users/{proxy+}', throttle }],
    });
    expect(propsOf(document)['api/stage']).toMatchObject({
      routeThrottles: { 'ANY /users/{proxy+}': throttle },
      after: [
        { $ref: 'link/route/api/ANY /users', attribute: 'id' },
        { $ref: 'link/route/api/ANY /users/{proxy+}', attribute: 'id' },
      ],
    });
  });

  it('has a log group where it keeps access logs', () => {
    const document = withNodes(chain(), { api: { accessLogs: { retentionDays: 7 } } });
    expect(propsOf(document)).toMatchObject({
      'api/accessLogGroup': { name: '/aws/vendedlogs/apis/shop/api', retentionDays: 7 },
      'api/stage': { accessLogs: { logGroupArn: { $ref: 'api/accessLogGroup', attribute: 'arn' } } },
    });
    expect(propsOf(chain())['api/stage']).toMatchObject({ accessLogs: null });
  });

  it('has an authorizer for JWTs, which its routes use', () => {
    const auth = { jwt: { issuer: 'https://id.example', audience: ['shop'] } };
    const props = propsOf(withNodes(chain(), { api: { auth } }));
    expect(props['api/authorizer']).toMatchObject({ issuer: 'https://id.example', audience: ['shop'] });
    expect(props['link/route/api/ANY /users']).toMatchObject({
      auth: 'JWT',
      authorizerId: { $ref: 'api/authorizer', attribute: 'id' },
    });
  });

  it.each([
    ['none', 'NONE'],
    ['iam', 'AWS_IAM'],
  ])('authorizes its routes by %s', (auth, type) => {
    const props = propsOf(withNodes(chain(), { api: { auth } }));
    expect(props['link/route/api/ANY /users']).toMatchObject({ auth: type });
  });
});

describe('a VPC link', () => {
  it('waits for itself to be ready before it is integrated, and sends to the listener', () => {
    expect(propsOf(chain())['link/integration/nlb/80/api']).toMatchObject({
      vpcLinkId: { $ref: 'link/vpcLink', attribute: 'id', ready: true },
      uri: { $ref: 'nlb/listener/users/80', attribute: 'arn' },
    });
  });

  it('takes the subnets made for it, in one order', () => {
    const network = { vpcId: 'vpc-0123', subnetIds: ['subnet-a'], clientSubnetIds: ['subnet-z', 'subnet-c'] };
    expect(propsOf({ ...chain(), network })['link/vpcLink']).toMatchObject({
      subnetIds: ['subnet-c', 'subnet-z'],
    });
    expect(propsOf(chain())['link/vpcLink']).toMatchObject({ subnetIds: ['subnet-a', 'subnet-b'] });
  });

  it('makes an integration of its own for a path that is rewritten', () => {
    const path = '/${request.path.proxy}';
    const document = withEdges(chain(), {
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users', { key: 'ANY /users/{proxy+}', path }],
    });
    const integrations = expanded(document).filter(({ type }) => type === 'AWS::ApiGatewayV2::Integration');
    expect(integrations.map(({ props }) => 'path' in props && props.path)).toEqual(['$request.path', path]);
  });

  it('sends each route to the API and the listener that it names', () => {
    const document = withTwin(
      withEdges(
        withNodes(chain(), { admin: { kind: 'apiGateway' } }),
        { from: 'admin', to: 'link' },
        {
          from: 'link',
          to: 'nlb',
          routes: [
            { key: 'ANY /users', api: 'api', listener: 80 },
            { key: 'ANY /users', api: 'admin', listener: 81 },
          ],
        },
      ),
      { from: 'nlb', to: 'users', listener: 81 },
    );
    const props = propsOf(document);
    expect(props['link/integration/nlb/80/api']).toMatchObject({ apiId: { $ref: 'api/api' } });
    expect(props['link/integration/nlb/81/admin']).toMatchObject({
      apiId: { $ref: 'admin/api' },
      uri: { $ref: 'nlb/listener/users/81' },
    });
    expect(props['admin/stage']).toMatchObject({ after: [{ $ref: 'link/route/admin/ANY /users' }] });
  });

  it('reaches a service without load balancer by its Cloud Map service', () => {
    const document = withEdges(
      withoutEdge(withoutEdge(withNodes(chain(), { nlb: null }), 'link', 'nlb'), 'nlb', 'users'),
      { from: 'link', to: 'users', routes: ['ANY /users'] },
      { from: 'users', to: 'names', record: 'SRV' },
    );
    expect(propsOf(document)).toMatchObject({
      'link/integration/users/8080/api': { uri: { $ref: 'users/registration/names', attribute: 'arn' } },
      'link/ingress/users/8080': {
        groupId: { $ref: 'users/securityGroup' },
        sourceGroupId: { $ref: 'link/securityGroup' },
        port: 8080,
      },
      'users/service': { registries: [{ containerName: 'users', containerPort: 8080 }] },
    });
  });
});

describe('a load balancer', () => {
  it('is born with a security group, which admits the link and which tasks admit', () => {
    expect(propsOf(chain())).toMatchObject({
      'nlb/loadBalancer': { securityGroups: [{ $ref: 'nlb/securityGroup', attribute: 'id' }] },
      'link/ingress/nlb/80': { groupId: { $ref: 'nlb/securityGroup' }, port: 80 },
      'nlb/ingress/users/8080': {
        groupId: { $ref: 'users/securityGroup' },
        sourceGroupId: { $ref: 'nlb/securityGroup' },
        port: 8080,
      },
    });
  });

  it('checks by TCP, or by HTTP where a path is given, on a port that it is admitted to', () => {
    expect(propsOf(chain())['nlb/targetGroup/users/80']).toMatchObject({
      port: 8080,
      deregistrationDelay: 30,
      health: { protocol: 'TCP', interval: 10, timeout: 5, healthy: 2, unhealthy: 2 },
    });
    const props = propsOf(withNodes(chain(), { users: { health: { path: '/up', port: 9 } } }));
    expect(props['nlb/targetGroup/users/80']).toMatchObject({
      health: { protocol: 'HTTP', path: '/up', port: 9 },
    });
    expect(props['nlb/ingress/users/9']).toMatchObject({ port: 9 });
  });

  it('sends to the sidecar that listens on the target port', () => {
    const document = withEdges(
      withNodes(chain(), {
        users: { sidecars: { proxy: { image: 'public.ecr.aws/acme/proxy:1', port: 9901 } } },
      }),
      { from: 'nlb', to: 'users', targetPort: 9901 },
    );
    expect(propsOf(document)['users/service']).toMatchObject({
      loadBalancers: [{ containerName: 'proxy', containerPort: 9901 }],
    });
  });

  it('has a listener and a target group for each wire, with names within their limit', () => {
    const document = withNodes(twoServices(), { second: { kind: 'nlb' } });
    const groups = expanded(withEdges(document, { from: 'second', to: 'orders', listener: 81 })).filter(
      ({ type }) => type === 'AWS::ElasticLoadBalancingV2::TargetGroup',
    );
    expect(groups.map(({ id }) => id)).toEqual(['nlb/targetGroup/users/80', 'second/targetGroup/orders/81']);
    for (const { props } of groups) {
      expect('name' in props && props.name).toMatch(/^(?!.*--)[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/);
    }
  });
});

describe('a service', () => {
  it('tells who it calls by a variable, and is let in there', () => {
    expect(propsOf(twoServices())).toMatchObject({
      'users/taskDefinition': {
        containers: { users: { environment: { ORDERS_URL: 'http://orders.shop.internal:9000' } } },
      },
      'users/ingress/orders': {
        groupId: { $ref: 'orders/securityGroup' },
        sourceGroupId: { $ref: 'users/securityGroup' },
        port: 9000,
      },
    });
  });

  it('waits for listeners, log group and roles', () => {
    const { after } = propsOf(chain())['users/service'] as { after: { $ref: string }[] };
    expect(after.map(({ $ref }) => $ref)).toEqual([
      'nlb/listener/users/80',
      'users/logGroup',
      'users/executionRole',
      'users/taskRole',
    ]);
  });

  it('says nothing where the file has an empty list, which AWS does not return', () => {
    const props = propsOf(
      withNodes(chain(), {
        users: { command: [], sidecars: { log: { image: 'log:1', command: [], dependsOn: [] } } },
      }),
    );
    const containers = JSON.stringify(props['users/taskDefinition']);
    expect(containers).not.toContain('command');
    expect(containers).not.toContain('dependsOn');
  });

  it('says how its containers are run, and nothing that is so anyway', () => {
    const { containers, ephemeralStorage } = propsOf(
      withNodes(chain(), {
        users: {
          ephemeralStorage: 50,
          dependsOn: ['migrate', { containerName: 'proxy', condition: 'HEALTHY' }],
          healthCheck: { command: ['CMD', '/check'] },
          stopTimeout: 90,
          ulimits: { nofile: { softLimit: 1024 } },
          readonlyRootFilesystem: true,
          user: '1000:1000',
          logConfiguration: { mode: 'blocking' },
          sidecars: { proxy: { image: 'envoy:1', readonlyRootFilesystem: false, logConfiguration: {} } },
        },
      }),
    )['users/taskDefinition'] as TaskDefinitionProps;
    expect(ephemeralStorage).toBe(50);
    expect(containers.users).toMatchObject({
      dependsOn: { migrate: 'START', proxy: 'HEALTHY' },
      healthCheck: { command: ['CMD', '/check'], interval: 30, timeout: 5, retries: 3, startPeriod: 0 },
      stopTimeout: 90,
      ulimits: { nofile: { softLimit: 1024, hardLimit: 65_535 } },
      readonlyRootFilesystem: true,
      user: '1000:1000',
      logConfiguration: { mode: 'blocking' },
    });
    expect(containers.proxy).toEqual({ image: 'envoy:1', environment: {}, secrets: {}, essential: false });
  });

  it('that scales begins with as many tasks as there always are, and leaves the rest to its policies', () => {
    const props = propsOf(withNodes(chain(), { users: { scaling: { min: 2, max: 6, memory: 80 } } }));
    expect(props['users/service']).toMatchObject({ desiredCount: { $initially: 2 } });
    expect(props['users/scalableTarget']).toEqual({
      service: { $ref: 'users/service', attribute: 'arn' },
      min: 2,
      max: 6,
    });
    expect(props['users/scalingPolicy/memory']).toEqual({
      scalableTarget: { $ref: 'users/scalableTarget', attribute: 'id' },
      metric: 'memory',
      target: 80,
    });
    expect(props).not.toHaveProperty(['users/scalingPolicy/cpu']);
  });

  it('has a grace period behind a load balancer only', () => {
    expect(propsOf(chain())['users/service']).toMatchObject({ grace: 60 });
    expect(propsOf(withoutEdge(chain(), 'nlb', 'users'))['users/service']).not.toHaveProperty('grace');
  });

  it('marks where it lives on its security group', () => {
    expect(propsOf(chain())['users/securityGroup']).toMatchObject({
      cluster: 'shop--cluster',
      namespace: 'shop.internal',
    });
  });

  it('uses the roles and groups that it is given', () => {
    const role = 'arn:aws:iam::123456789012:role/mine';
    const props = propsOf(
      withNodes(chain(), {
        users: {
          executionRole: role,
          taskRole: role,
          securityGroups: ['sg-1', 'arn:aws:ec2:eu-west-1:123456789012:security-group/sg-2'],
        },
      }),
    );
    expect(props).not.toHaveProperty('users/executionRole');
    expect(props).not.toHaveProperty('users/taskRole');
    expect(props['users/taskDefinition']).toMatchObject({ executionRole: role, taskRole: role });
    expect(props['users/service']).toMatchObject({
      securityGroups: [{ $ref: 'users/securityGroup' }, 'sg-1', 'sg-2'],
    });
  });

  it('lets its execution role read the secrets that it names, and no others', () => {
    const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
    const props = propsOf(withNodes(chain(), { users: { secrets: { DB: `${secret}:password::` } } }));
    expect(props['users/executionRole']).toMatchObject({
      policies: {
        secrets: { Statement: [{ Action: ['secretsmanager:GetSecretValue'], Resource: [secret] }] },
      },
    });
    expect(propsOf(chain())['users/executionRole']).toMatchObject({ policies: {} });
  });

  it('lets tasks be started by the policy of the partition that the region is in', () => {
    const stack = { name: 'shop' };
    const resources = expand(readTopology(chain(), registry), registry, { stack, region: 'cn-north-1' });
    expect(resources.find(({ id }) => id === 'users/executionRole')?.props).toMatchObject({
      managedPolicies: ['arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
    });
  });

  it('bounds its roles where the file says so', () => {
    const permissionsBoundary = 'arn:aws:iam::123456789012:policy/bound';
    expect(propsOf({ ...chain(), permissionsBoundary })['users/taskRole']).toMatchObject({
      permissionsBoundary,
    });
  });

  it.each([
    ['safe', { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true, rollback: true }],
    [
      'fast',
      {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        circuitBreaker: true,
        rollback: true,
        failedTasks: 2,
      },
    ],
  ])('deploys %s', (deployment, expected) => {
    const document = withNodes(chain(), { users: { deployment } });
    expect(propsOf(document)['users/service']).toMatchObject({ deployment: expected });
  });
});

describe('an environment', () => {
  it('is in every name that must be unique, and in no other', () => {
    expect(propsOf(withNodes(chain(), { nlb: { name: 'front' } }), 'dev')).toMatchObject({
      'nlb/loadBalancer': { name: 'front--dev' },
      'cluster/cluster': { name: 'shop--dev--cluster' },
      'users/service': { name: 'users' },
      'users/logGroup': { name: '/ecs/shop/dev/users' },
      'users/executionRole': {
        name: 'shop--dev--users-execution-eu-west-1',
        path: '/ecs-topology/shop/dev/eu-west-1/',
      },
      'names/namespace': { name: 'dev.shop.internal' },
    });
  });

  it('leaves names as they are that it sets itself', () => {
    const nodes = { nlb: { name: 'front-of-dev' }, names: { name: 'dev.internal' }, more: { kind: 'nlb' } };
    const file = { ...withNodes(chain(), { nlb: { name: 'front' } }), environments: { dev: { nodes } } };
    expect(propsOf(file, 'dev')).toMatchObject({
      'nlb/loadBalancer': { name: 'front-of-dev' },
      'names/namespace': { name: 'dev.internal' },
      'more/loadBalancer': { name: 'shop--dev--more' },
      'users/securityGroup': { namespace: 'dev.internal' },
    });
  });
});

describe('a node with another id than it was deployed with', () => {
  it.each(['api', 'link', 'nlb', 'cluster', 'users', 'orders', 'names'])(
    'keeps all that is made of its id, so that nothing has to be replaced: %s',
    (from) => {
      const document = twoServices();
      const edit = { type: 'renameNode' as const, from, to: 'renamed', deployed: true };
      const renamed = applyEdit(document, edit, registry);
      // Only ids of resources, and what refers to them, follow the node.
      const known = JSON.stringify(expanded(renamed.ok ? (renamed.value as JsonObject) : {})).replaceAll(
        /(["/])renamed(?=[/"])/g,
        `$1${from}`,
      );
      expect(JSON.parse(known)).toEqual(JSON.parse(JSON.stringify(expanded(document))));
      expect(known).not.toContain('renamed');
    },
  );
});
