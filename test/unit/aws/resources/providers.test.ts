import { describe, expect, test } from 'vitest';
import { createProviders } from '../../../../src/aws/resources/registry';
import type { Found } from '../../../../src/engine/provider';
import {
  cutConnection,
  fakeAccount,
  IDENTITY,
  lowerList,
  marksOf,
  ownTags,
  sdkError,
  upperList,
  type Answers,
} from '../fakes';

function provide(answers: Answers) {
  const fake = fakeAccount(answers);
  return { ...fake, providers: createProviders(fake.account) };
}

function foundOf(over: Partial<Found>): Found {
  return {
    id: 'x',
    type: 'x',
    physicalId: 'x',
    created: '',
    props: {},
    attributes: {},
    pointsTo: [],
    ...over,
  };
}

const operations = (sent: readonly { operation: string }[]) => sent.map(({ operation }) => operation);

describe('security groups', () => {
  test('a delete waits for lingering interfaces', async () => {
    const { providers, clock, sent } = provide({
      DeleteSecurityGroup: [
        sdkError('DependencyViolation', 'has a dependent object'),
        sdkError('DependencyViolation'),
        {},
      ],
    });
    await providers['AWS::EC2::SecurityGroup'].delete(foundOf({ physicalId: 'sg-1' }));
    expect(operations(sent)).toHaveLength(3);
    expect(clock.slept).toEqual([2000, 4000]);
  });

  test('a delete that is given up names what holds the group', async () => {
    const { providers, clock } = provide({
      DeleteSecurityGroup: sdkError('DependencyViolation', 'has a dependent object'),
      DescribeNetworkInterfaces: {
        NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Description: 'ELB net/shop' }],
      },
    });
    await expect(
      providers['AWS::EC2::SecurityGroup'].delete(foundOf({ physicalId: 'sg-1' })),
    ).rejects.toThrow(
      'Something still uses the security group; remove it, then destroy once more: sg-1, held by network interface eni-1 (ELB net/shop)',
    );
    expect(clock.time).toBeGreaterThan(15 * 60_000);
    expect(clock.time).toBeLessThanOrEqual(20 * 60_000);
  });

  test('a delete says what holds the group, and an abort ends the wait between two attempts', async () => {
    const controller = new AbortController();
    const { providers, sent } = provide({
      DeleteSecurityGroup: sdkError('DependencyViolation', 'has a dependent object'),
      DescribeNetworkInterfaces: {
        NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Description: 'ELB net/shop' }],
      },
    });
    const reasons: string[] = [];
    const reason = new Error('cancelled');
    const deleting = providers['AWS::EC2::SecurityGroup'].delete(foundOf({ physicalId: 'sg-1' }), {
      signal: controller.signal,
      waiting(why) {
        reasons.push(why);
        if (reasons.length === 2) controller.abort(reason);
      },
    });
    await expect(deleting).rejects.toBe(reason);
    expect(reasons[0]).toBe('held by network interface eni-1 (ELB net/shop)');
    expect(operations(sent).filter((operation) => operation === 'DeleteSecurityGroup')).toHaveLength(2);
  });

  test('a new group that a rule does not find yet is asked for again', async () => {
    const { providers } = provide({
      AuthorizeSecurityGroupIngress: [
        sdkError('InvalidGroup.NotFound', "The security group 'sg-1' does not exist"),
        { SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1' }] },
      ],
    });
    const props = { groupId: 'sg-1', sourceGroupId: 'sg-2', port: 80 };
    const id = 'nlb/ingress/web/80';
    const written = await providers['AWS::EC2::SecurityGroupIngress'].create({
      id,
      props,
      marks: marksOf(id),
    });
    expect(written).toEqual({ physicalId: 'sgr-1', attributes: { id: 'sgr-1' } });
  });

  test('a rule that somebody has opened wider differs from what is asked', async () => {
    const rule = {
      SecurityGroupRuleId: 'sgr-1',
      GroupId: 'sg-1',
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 9000,
      ReferencedGroupInfo: { GroupId: 'sg-2' },
      Tags: upperList(ownTags('nlb/ingress/web/80')),
    };
    const { providers } = provide({ DescribeSecurityGroupRules: { SecurityGroupRules: [rule] } });
    const [found] = await providers['AWS::EC2::SecurityGroupIngress'].find('shop', []);
    expect(found?.props.port).toBe('tcp 80–9000');
  });

  test('a rule of somebody else in its place is an error', async () => {
    const { providers } = provide({
      AuthorizeSecurityGroupIngress: sdkError(
        'InvalidPermission.Duplicate',
        'the specified rule already exists',
      ),
      DescribeSecurityGroupRules: {
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: 'sgr-9',
            FromPort: 80,
            ToPort: 80,
            ReferencedGroupInfo: { GroupId: 'sg-2' },
          },
        ],
      },
    });
    const props = { groupId: 'sg-1', sourceGroupId: 'sg-2', port: 80 };
    const id = 'nlb/ingress/web/80';
    await expect(
      providers['AWS::EC2::SecurityGroupIngress'].create({ id, props, marks: marksOf(id) }),
    ).rejects.toMatchObject({ kind: 'foreign', message: expect.stringContaining('sgr-9 of sg-1') as string });
  });
});

describe('listeners', () => {
  const TYPE = 'AWS::ElasticLoadBalancingV2::Listener';
  const id = 'nlb/listener/web/80';
  const props = { loadBalancerArn: 'arn:nlb', port: 80, targetGroupArn: 'arn:old' };
  const listener = (forwards: readonly (readonly [arn: string, weight: number])[]) => ({
    ListenerArn: 'arn:listener',
    LoadBalancerArn: 'arn:nlb',
    Port: 80,
    DefaultActions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: forwards.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
        },
      },
    ],
  });
  const tagged = (Tags: readonly object[]) => ({
    TagDescriptions: [{ ResourceArn: 'arn:listener', Tags }],
  });
  const balancer = foundOf({
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    physicalId: 'arn:nlb',
  });

  test("somebody else's on the same port is an error", async () => {
    const { providers } = provide({
      CreateListener: sdkError('DuplicateListenerException', 'A listener already exists on this port'),
      DescribeListeners: { Listeners: [listener([['arn:other', 1]])] },
      DescribeTags: tagged([]),
    });
    await expect(providers[TYPE].create({ id, props, marks: marksOf(id) })).rejects.toMatchObject({
      kind: 'foreign',
      message: expect.stringContaining('port 80') as string,
    });
  });

  test('a successor stands by at weight 0, and is read as such in whichever order AWS answers', async () => {
    const { providers, sent } = provide({
      DescribeListeners: {
        Listeners: [
          listener([
            ['arn:new', 0],
            ['arn:old', 1],
          ]),
        ],
      },
      DescribeTags: tagged(upperList(ownTags(id))),
      ModifyListener: {},
    });
    const provider = providers[TYPE];
    const [found] = await provider.find('shop', [balancer]);
    expect(found?.props).toEqual({ ...props, standby: 'arn:new' });
    const both = provider.holdingBoth?.(
      { ...props, targetGroupArn: 'arn:new' },
      new Map([['arn:new', 'arn:old']]),
      found ?? foundOf({}),
    );
    expect(both).toEqual({ ...props, standby: 'arn:new' });
    await provider.update({
      id,
      props: both ?? props,
      marks: marksOf(id),
      found: found ?? foundOf({}),
      changed: ['standby'],
      remark: false,
    });
    const { input } = sent.at(-1) ?? {};
    expect(input).toEqual({
      ListenerArn: 'arn:listener',
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: 'arn:old', Weight: 1 },
              { TargetGroupArn: 'arn:new', Weight: 0 },
            ],
          },
        },
      ],
    });
  });

  test('what is not replaced is not held twice', () => {
    const { providers } = provide({});
    const elsewhere = foundOf({ props: { targetGroupArn: 'arn:x' } });
    expect(providers[TYPE].holdingBoth?.(props, new Map([['arn:x', 'arn:y']]), elsewhere)).toBe(props);
  });

  test('traffic that was turned is not turned back by the next run', () => {
    const { providers } = provide({});
    const old = new Map([['arn:old', 'arn:older']]);
    const turned = { ...props, standby: 'arn:older' };
    expect(providers[TYPE].switchingOver?.(props, old)).toEqual(turned);
    expect(providers[TYPE].holdingBoth?.(props, old, foundOf({ props: turned }))).toEqual(turned);
  });
});

describe('VPC links', () => {
  const link = (over: object) => ({
    VpcLinkId: 'l',
    Name: 'link',
    SubnetIds: ['subnet-b', 'subnet-a'],
    SecurityGroupIds: ['sg-1'],
    Tags: ownTags('link/vpcLink'),
    VpcLinkStatus: 'AVAILABLE',
    ...over,
  });
  const props = { name: 'link', subnetIds: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'] };

  test('are read with sorted sets, all pages of them', async () => {
    const { providers } = provide({
      GetVpcLinks: [
        { Items: [link({})], NextToken: 'more' },
        { Items: [link({ VpcLinkId: 'k', Tags: {} })] },
      ],
    });
    const found = await providers['AWS::ApiGatewayV2::VpcLink'].find('shop', []);
    expect(found.map((it) => it.props)).toEqual([props]);
  });

  test.each(['FAILED', 'DELETING'])('one that is %s is to be replaced', async (VpcLinkStatus) => {
    const { providers } = provide({
      GetVpcLinks: { Items: [link({ VpcLinkStatus, VpcLinkStatusMessage: 'no addresses' })] },
    });
    const [found] = await providers['AWS::ApiGatewayV2::VpcLink'].find('shop', []);
    expect(found?.props.subnetIds).toEqual([`${VpcLinkStatus}: no addresses`]);
    expect(found?.pointsTo).toEqual(['subnet-b', 'subnet-a', 'sg-1']);
  });

  test.each([
    ['PENDING', 'pending', 'the link is PENDING'],
    ['AVAILABLE', 'ready', undefined],
    ['INACTIVE', 'ready', undefined],
    ['FAILED', 'failed', 'The VPC link is FAILED: AWS gives no reason'],
  ])('%s is %s', async (VpcLinkStatus, state, reason) => {
    const { providers } = provide({ GetVpcLink: link({ VpcLinkStatus }) });
    const health = await providers['AWS::ApiGatewayV2::VpcLink'].health?.(
      { physicalId: 'l', attributes: {} },
      props,
    );
    expect(health).toEqual(reason === undefined ? { state } : { state, reason });
  });

  test('a delete waits until the link is not found', async () => {
    const { providers, clock } = provide({
      DeleteVpcLink: {},
      GetVpcLink: [
        link({ VpcLinkStatus: 'DELETING' }),
        link({ VpcLinkStatus: 'DELETING' }),
        sdkError('NotFoundException', 'gone', 404),
      ],
    });
    await providers['AWS::ApiGatewayV2::VpcLink'].delete(foundOf({ physicalId: 'l' }));
    expect(clock.slept).toHaveLength(2);
  });

  test('a delete that fails on the way says why', async () => {
    const { providers } = provide({
      DeleteVpcLink: {},
      GetVpcLink: link({ VpcLinkStatus: 'FAILED', VpcLinkStatusMessage: 'an interface is in use' }),
    });
    await expect(
      providers['AWS::ApiGatewayV2::VpcLink'].delete(foundOf({ physicalId: 'l' })),
    ).rejects.toThrow('VPC link l cannot be deleted: an interface is in use');
  });
});

describe('namespaces', () => {
  const props = { name: 'micro.local', vpcId: 'vpc-1' };
  const request = { id: 'ns/namespace', props, marks: marksOf('ns/namespace') };

  test('are there when their operation has succeeded', async () => {
    const { providers, clock, sent } = provide({
      CreatePrivateDnsNamespace: { OperationId: 'op' },
      GetOperation: [
        { Operation: { Status: 'SUBMITTED' } },
        { Operation: { Status: 'PENDING' } },
        { Operation: { Status: 'SUCCESS', Targets: { NAMESPACE: 'ns-1' } } },
      ],
      GetNamespace: { Namespace: { Id: 'ns-1', Arn: 'arn:ns-1' } },
    });
    const written = await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create(request);
    expect(written).toEqual({ physicalId: 'ns-1', attributes: { id: 'ns-1', arn: 'arn:ns-1' } });
    expect(clock.slept).toHaveLength(2);
    const token = sent[0]?.input.CreatorRequestId;
    expect(token).toMatch(/^[0-9a-f]{64}$/);
  });

  test('that a run which died has asked for, or asked to delete, are waited for before a plan', async () => {
    const open = { Operations: [{ Id: 'op', Status: 'PENDING' }] };
    const { providers, clock, sent } = provide({ ListOperations: [open, open, { Operations: [] }] });
    await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].settle?.();
    expect(clock.slept).toHaveLength(2);
    expect(sent[0]?.input.Filters).toContainEqual({
      Name: 'TYPE',
      Values: ['CREATE_NAMESPACE', 'DELETE_NAMESPACE'],
      Condition: 'IN',
    });
  });

  test("that take ever so long, being somebody's, keep no plan from being made", async () => {
    const { providers, clock } = provide({
      ListOperations: { Operations: [{ Id: 'op', Status: 'SUBMITTED' }] },
    });
    await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].settle?.();
    expect(clock.time).toBe(120_000);
  });

  test('whose domain the VPC has already end in the words of AWS', async () => {
    const { providers } = provide({
      CreatePrivateDnsNamespace: { OperationId: 'op' },
      GetOperation: {
        Operation: {
          Status: 'FAIL',
          ErrorCode: 'CANNOT_CREATE_HOSTED_ZONE',
          ErrorMessage:
            'The VPC vpc-1 has already been associated with the hosted zone Z1 with the same domain name.',
        },
      },
      ListNamespaces: { Namespaces: [] },
    });
    await expect(
      providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create(request),
    ).rejects.toMatchObject({
      code: 'ConflictingDomainExists',
      message: expect.stringContaining('already been associated with the hosted zone Z1') as string,
    });
  });

  test('of the same name that are not ours are named', async () => {
    const { providers } = provide({
      CreatePrivateDnsNamespace: sdkError('NamespaceAlreadyExists', 'exists'),
      ListNamespaces: {
        Namespaces: [{ Id: 'ns-9', Name: 'micro.local', Type: 'DNS_PRIVATE', Description: 'theirs' }],
      },
    });
    await expect(
      providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create(request),
    ).rejects.toMatchObject({
      kind: 'foreign',
      message: expect.stringContaining('micro.local (ns-9)') as string,
    });
  });
});

describe('namespaces whose answers are lost', () => {
  const request = {
    id: 'ns/namespace',
    props: { name: 'micro.local', vpcId: 'vpc-1' },
    marks: marksOf('ns/namespace'),
  };
  const theirs = { Id: 'ns-9', Name: 'micro.local', Type: 'DNS_PRIVATE', Description: 'of another VPC' };
  const done = {
    GetOperation: { Operation: { Status: 'SUCCESS', Targets: { NAMESPACE: 'ns-1' } } },
    GetNamespace: { Namespace: { Id: 'ns-1', Arn: 'arn:ns-1' } },
  };

  test('are waited for when the second attempt is told of the first', async () => {
    const { providers, sent } = provide({
      ...done,
      CreatePrivateDnsNamespace: [
        cutConnection(),
        Object.assign(sdkError('DuplicateRequest', 'already in progress'), { DuplicateOperationId: 'op-1' }),
      ],
      ListNamespaces: { Namespaces: [] },
    });
    const written = await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create(request);
    expect(written.physicalId).toBe('ns-1');
    expect(sent.find(({ operation }) => operation === 'GetOperation')?.input).toEqual({
      OperationId: 'op-1',
    });
  });

  test('are created although another VPC has one of that name', async () => {
    const { providers } = provide({
      ...done,
      CreatePrivateDnsNamespace: [cutConnection(), { OperationId: 'op' }],
      ListNamespaces: { Namespaces: [theirs] },
    });
    const written = await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create(request);
    expect(written.physicalId).toBe('ns-1');
  });

  test('are known beside one of another VPC', async () => {
    const ours = {
      ...theirs,
      Id: 'ns-1',
      Description: 'ecs-topology shop ns ns/namespace 2026-01-01T00:00:00.000Z',
    };
    const { providers } = provide({
      ...done,
      CreatePrivateDnsNamespace: sdkError('NamespaceAlreadyExists', 'exists'),
      ListNamespaces: { Namespaces: [theirs, ours] },
    });
    const written = await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create(request);
    expect(written.physicalId).toBe('ns-1');
  });
});

test('a role that is new has no policies to ask for', async () => {
  const { providers, sent } = provide({ CreateRole: { Role: { Arn: 'arn:role' } }, AttachRolePolicy: {} });
  const props = { name: 'shop', path: '/', managedPolicies: ['arn:policy'], policies: {} };
  const id = 'web/executionRole';
  await providers['AWS::IAM::Role'].create({ id, props, marks: marksOf(id) });
  expect(operations(sent)).toEqual(['CreateRole', 'AttachRolePolicy']);
});

test('a role that IAM does not know everywhere yet gets its policies all the same', async () => {
  const { providers, sent } = provide({
    CreateRole: sdkError('EntityAlreadyExistsException', 'exists', 409),
    GetRole: { Role: { Arn: 'arn:role', Path: '/', Tags: upperList(ownTags('web/executionRole')) } },
    ListAttachedRolePolicies: sdkError('NoSuchEntityException', 'cannot be found', 404),
    ListRolePolicies: sdkError('NoSuchEntityException', 'cannot be found', 404),
    AttachRolePolicy: [sdkError('NoSuchEntityException', 'cannot be found', 404), {}],
  });
  const id = 'web/executionRole';
  const props = { name: 'shop', path: '/', managedPolicies: ['arn:policy'], policies: {} };
  await providers['AWS::IAM::Role'].create({ id, props, marks: marksOf(id) });
  expect(operations(sent).filter((it) => it === 'AttachRolePolicy')).toHaveLength(2);
});

describe('a Cloud Map service that is deleted', () => {
  const service = foundOf({ physicalId: 'srv-1' });

  test('waits for ECS to take its instances away', async () => {
    const { providers, sent } = provide({
      ListInstances: [{ Instances: [{ Id: 'task-1' }] }, { Instances: [] }],
      DeleteService: {},
    });
    await providers['AWS::ServiceDiscovery::Service'].delete(service);
    expect(operations(sent)).toEqual(['ListInstances', 'ListInstances', 'DeleteService']);
  });

  test('takes away after a minute what nobody else does', async () => {
    let registered = true;
    const { providers, sent, clock } = provide({
      ListInstances: () => ({ Instances: registered ? [{ Id: 'stale' }] : [] }),
      DeregisterInstance: () => ((registered = false), { OperationId: 'op' }),
      GetOperation: { Operation: { Status: 'SUCCESS', Targets: {} } },
      DeleteService: {},
    });
    await providers['AWS::ServiceDiscovery::Service'].delete(service);
    expect(operations(sent).filter((it) => it === 'DeregisterInstance')).toHaveLength(1);
    expect(clock.time).toBeGreaterThanOrEqual(60_000);
  });
});

describe('stages', () => {
  const api = foundOf({
    id: 'api/api',
    type: 'AWS::ApiGatewayV2::Api',
    physicalId: 'a',
    attributes: { endpoint: 'https://a.example' },
  });
  const stage = (over: object) => ({
    StageName: 'prod',
    Tags: ownTags('api/stage'),
    DefaultRouteSettings: {
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
      DetailedMetricsEnabled: false,
    },
    RouteSettings: { 'ANY /old': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } },
    AccessLogSettings: { DestinationArn: 'arn:aws:logs:x:1:log-group:/l:*', Format: 'f' },
    ...over,
  });

  test('are read without what AWS adds', async () => {
    const { providers } = provide({ GetStages: { Items: [stage({})] }, GetCallerIdentity: IDENTITY });
    const [found] = await providers['AWS::ApiGatewayV2::Stage'].find('shop', [api]);
    expect(found).toMatchObject({
      physicalId: 'arn:aws:apigateway:eu-west-1::/apis/a/stages/prod',
      attributes: { name: 'prod', invokeUrl: 'https://a.example/prod' },
      pointsTo: ['a', 'arn:aws:logs:x:1:log-group:/l', 'a ANY /old'],
    });
    expect(found?.props).toEqual({
      apiId: 'a',
      apiEndpoint: 'https://a.example',
      name: 'prod',
      throttle: { rate: 50, burst: 100 },
      routeThrottles: { 'ANY /old': { rate: 1, burst: 2 } },
      accessLogs: { logGroupArn: 'arn:aws:logs:x:1:log-group:/l', format: 'f' },
    });
  });

  test.each([
    [['Successfully deployed stage with deployment ID x'], 'ready'],
    [['Deployment attempt failed: of before', 'Successfully deployed stage'], 'ready'],
    [['Deployment attempt failed: of now'], 'failed'],
    [[undefined], 'ready'],
  ])('that say %j are %s', async (messages, state) => {
    const { providers } = provide({
      GetStage: messages.map((LastDeploymentStatusMessage) => ({ LastDeploymentStatusMessage })),
    });
    const props = { apiId: 'a', apiEndpoint: '', name: 'prod', throttle: { rate: 1, burst: 1 } };
    const rest = { routeThrottles: {}, accessLogs: null, after: [] };
    const written = { physicalId: 'x', attributes: {} };
    const health = await providers['AWS::ApiGatewayV2::Stage'].health?.(written, { ...props, ...rest });
    expect(health?.state).toBe(state);
  });

  test('the default stage adds nothing to the address', async () => {
    const { providers } = provide({
      GetStages: { Items: [stage({ StageName: '$default' })] },
      GetCallerIdentity: IDENTITY,
    });
    const [found] = await providers['AWS::ApiGatewayV2::Stage'].find('shop', [api]);
    expect(found?.attributes.invokeUrl).toBe('https://a.example');
  });

  test('settings that the file no longer has are deleted, for an update only merges', async () => {
    const { providers, sent } = provide({
      GetStages: { Items: [stage({})] },
      GetCallerIdentity: IDENTITY,
      DeleteRouteSettings: {},
      DeleteAccessLogSettings: {},
      UpdateStage: {},
      TagResource: {},
    });
    const provider = providers['AWS::ApiGatewayV2::Stage'];
    const [found] = await provider.find('shop', [api]);
    const props = {
      apiId: 'a',
      apiEndpoint: 'https://a.example',
      name: 'prod',
      throttle: { rate: 50, burst: 100 },
      routeThrottles: {},
      accessLogs: null,
      after: [],
    };
    // Found just above.
    const request = { id: 'api/stage', props, marks: marksOf('api/stage'), found: found as Found };
    await provider.update({ ...request, changed: ['routeThrottles.ANY /old', 'accessLogs'], remark: true });
    expect(operations(sent).slice(-4)).toEqual([
      'DeleteRouteSettings',
      'DeleteAccessLogSettings',
      'UpdateStage',
      'TagResource',
    ]);
  });
});

describe('CORS', () => {
  const file = {
    name: 'api',
    cors: {
      allowOrigins: ['https://b.example', 'https://A.example'],
      allowMethods: ['get', 'POST'],
      allowHeaders: ['X-Trace', 'authorization'],
      exposeHeaders: [],
      maxAge: 0,
    },
  };
  const answer = {
    AllowOrigins: ['https://a.example', 'https://b.example'],
    AllowMethods: ['POST', 'GET'],
    AllowHeaders: ['authorization', 'x-trace'],
    ExposeHeaders: [],
    MaxAge: 0,
    AllowCredentials: false,
  };
  const read = async (CorsConfiguration: object | undefined) => {
    const Items = [{ ApiId: 'a', Name: 'api', Tags: ownTags('api/api'), CorsConfiguration }];
    const [found] = await provide({ GetApis: { Items } }).providers['AWS::ApiGatewayV2::Api'].find(
      'shop',
      [],
    );
    return found?.props;
  };

  test('is the same in another case and order, and with what AWS fills in', async () => {
    const { asRead } = provide({}).providers['AWS::ApiGatewayV2::Api'];
    expect(await read(answer)).toEqual(asRead?.({ ...file, executeEndpoint: true }));
  });

  test('that says nothing is none', async () => {
    const { asRead } = provide({}).providers['AWS::ApiGatewayV2::Api'];
    expect(await read(undefined)).toEqual(asRead?.({ name: 'api', executeEndpoint: true, cors: {} }));
  });

  test('is sent in full, so that nothing stays of what it was', async () => {
    const { providers, sent } = provide({ UpdateApi: {}, TagResource: {}, GetCallerIdentity: IDENTITY });
    const found = foundOf({ physicalId: 'a' });
    const props = { name: 'api', cors: { allowOrigins: ['*'] }, executeEndpoint: true } as const;
    const request = {
      id: 'api/api',
      props,
      marks: marksOf('api/api'),
      found,
      changed: ['cors.allowMethods'],
      remark: true,
    };
    await providers['AWS::ApiGatewayV2::Api'].update(request);
    expect(sent[0]?.input.CorsConfiguration).toEqual({
      AllowOrigins: ['*'],
      AllowMethods: [],
      AllowHeaders: [],
      ExposeHeaders: [],
      MaxAge: 0,
      AllowCredentials: false,
    });
  });
});

test('a route that went back to open has no scopes, though AWS keeps them', async () => {
  const { providers } = provide({
    GetRoutes: {
      Items: [
        {
          RouteId: 'r',
          RouteKey: 'ANY /users',
          Target: 'integrations/i',
          AuthorizationType: 'NONE',
          AuthorizationScopes: ['read'],
          AuthorizerId: 'jwt',
        },
      ],
    },
  });
  const api = foundOf({ id: 'api/api', type: 'AWS::ApiGatewayV2::Api', physicalId: 'a' });
  const integration = foundOf({
    id: 'link/integration',
    type: 'AWS::ApiGatewayV2::Integration',
    physicalId: 'i',
    props: { apiId: 'a' },
  });
  const [found] = await providers['AWS::ApiGatewayV2::Route'].find('shop', [api, integration]);
  expect(found?.props).toMatchObject({ auth: 'NONE', scopes: [] });
  expect(found?.props).not.toHaveProperty('authorizerId');
});

test('a revision that somebody else registered does not hide ours', async () => {
  const arn = (revision: number) => `arn:aws:ecs:eu-west-1:1:task-definition/shop--web:${revision}`;
  const { providers } = provide({
    ListTaskDefinitionFamilies: { families: ['shop--web'] },
    ListTaskDefinitions: { taskDefinitionArns: [arn(1), arn(2), arn(3)] },
    DescribeTaskDefinition: ({ taskDefinition }) => ({
      taskDefinition: {
        taskDefinitionArn: String(taskDefinition).startsWith('arn:') ? taskDefinition : arn(3),
        family: 'shop--web',
        status: 'ACTIVE',
      },
      tags: String(taskDefinition).endsWith(':2') ? lowerList(ownTags('web/taskDefinition')) : [],
    }),
  });
  const found = await providers['AWS::ECS::TaskDefinition'].find('shop', []);
  expect(found.map(({ physicalId }) => physicalId)).toEqual([arn(2)]);
});

test('a load balancer that is protected says how to let go of it', async () => {
  const { providers } = provide({
    DeleteLoadBalancer: sdkError('OperationNotPermittedException', 'deletion protection is enabled'),
  });
  const found = foundOf({ physicalId: 'arn:nlb' });
  await expect(providers['AWS::ElasticLoadBalancingV2::LoadBalancer'].delete(found)).rejects.toThrow(
    'deploy it with deletionProtection false, then go on: arn:nlb',
  );
});

test('changes of one API go one after the other', async () => {
  let running = 0;
  let most = 0;
  const slow = async (answer: object) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((done) => setImmediate(done));
    running -= 1;
    return answer;
  };
  const { providers } = provide({
    CreateRoute: () => slow({ RouteId: 'r' }),
    CreateIntegration: () => slow({ IntegrationId: 'i' }),
  });
  const route = { apiId: 'a', integrationId: 'i', auth: 'NONE' as const, scopes: [] };
  const integration = { apiId: 'a', vpcLinkId: 'l', uri: 'arn:l', timeoutMs: 1000, path: null };
  const keys = ['ANY /a', 'ANY /b', 'ANY /c'];
  await Promise.all([
    ...keys.map((key) =>
      providers['AWS::ApiGatewayV2::Route'].create({
        id: key,
        props: { ...route, key },
        marks: marksOf(key),
      }),
    ),
    providers['AWS::ApiGatewayV2::Integration'].create({ id: 'i', props: integration, marks: marksOf('i') }),
  ]);
  expect(most).toBe(1);
});

test('a route of that key that leads elsewhere is led to ours', async () => {
  const { providers, sent } = provide({
    CreateRoute: sdkError('ConflictException', 'Route with key ANY /a already exists for this API', 409),
    GetRoutes: { Items: [{ RouteId: 'r', RouteKey: 'ANY /a', Target: 'integrations/other' }] },
    UpdateRoute: {},
  });
  const props = { apiId: 'a', key: 'ANY /a', integrationId: 'i', auth: 'NONE' as const, scopes: [] };
  const written = await providers['AWS::ApiGatewayV2::Route'].create({ id: 'r', props, marks: marksOf('r') });
  expect(written.physicalId).toBe('r');
  expect(sent.at(-1)).toMatchObject({
    operation: 'UpdateRoute',
    input: { RouteId: 'r', Target: 'integrations/i' },
  });
});

test('tags are asked for twenty load balancers at a time; one that vanished does not fail the others', async () => {
  const arns = Array.from({ length: 21 }, (_, index) => `arn:${index}`);
  const { providers, sent } = provide({
    DescribeLoadBalancers: {
      LoadBalancers: arns.map((LoadBalancerArn) => ({ LoadBalancerArn, Type: 'network' })),
    },
    DescribeTags: ({ ResourceArns }) => {
      const asked = ResourceArns as string[];
      if (asked.includes('arn:20'))
        return sdkError('LoadBalancerNotFoundException', 'One or more load balancers not found');
      return {
        TagDescriptions: asked.map((ResourceArn) => ({
          ResourceArn,
          Tags: upperList(ownTags('nlb/loadBalancer')),
        })),
      };
    },
    DescribeLoadBalancerAttributes: { Attributes: [] },
  });
  const found = await providers['AWS::ElasticLoadBalancingV2::LoadBalancer'].find('shop', []);
  expect(found).toHaveLength(20);
  expect(
    sent
      .filter(({ operation }) => operation === 'DescribeTags')
      .map(({ input }) => (input.ResourceArns as string[]).length),
  ).toEqual([20, 1]);
});

test('who asks only where things are gets them without what costs a call for each', async () => {
  const path = '/ecs-topology/shop/eu-west-1/';
  const role = { RoleName: 'r', Path: path, Arn: 'arn:role', Tags: upperList(ownTags('web/taskRole')) };
  const tagsOfAll = ({ ResourceArns }: Record<string, unknown>) => ({
    TagDescriptions: (ResourceArns as string[]).map((ResourceArn) => ({
      ResourceArn,
      Tags: upperList(ownTags('nlb/thing')),
    })),
  });
  const { providers, sent } = provide({
    ListRoles: { Roles: [role] },
    GetRole: { Role: role },
    DescribeLoadBalancers: { LoadBalancers: [{ LoadBalancerArn: 'arn:lb', Type: 'network' }] },
    DescribeTargetGroups: { TargetGroups: [{ TargetGroupArn: 'arn:tg', TargetGroupName: 'tg' }] },
    DescribeTags: tagsOfAll,
  });
  const located = await Promise.all(
    (
      [
        'AWS::IAM::Role',
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'AWS::ElasticLoadBalancingV2::TargetGroup',
      ] as const
    ).map(async (type) => providers[type].locate?.('shop', [])),
  );
  expect(located.map((founds) => founds?.map(({ physicalId, id }) => [physicalId, id]))).toEqual([
    [['arn:role', 'web/taskRole']],
    [['arn:lb', 'nlb/thing']],
    [['arn:tg', 'nlb/thing']],
  ]);
  expect(operations(sent).filter((name) => /Attributes|Polic/.test(name))).toEqual([]);
});

test('policies come back URL-encoded and are read as documents', async () => {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['a:B'], Resource: '*' }] };
  const path = '/ecs-topology/shop/eu-west-1/';
  const role = { RoleName: 'r', Path: path, Arn: 'arn:role', Tags: upperList(ownTags('web/taskRole')) };
  const { providers, sent } = provide({
    ListRoles: { Roles: [role] },
    GetRole: { Role: role },
    ListAttachedRolePolicies: { AttachedPolicies: [{ PolicyArn: 'arn:b' }, { PolicyArn: 'arn:a' }] },
    ListRolePolicies: { PolicyNames: ['exec'] },
    GetRolePolicy: { PolicyDocument: encodeURIComponent(JSON.stringify(policy)) },
  });
  const [found] = await providers['AWS::IAM::Role'].find('shop', []);
  expect(found?.props).toEqual({
    name: 'r',
    path,
    managedPolicies: ['arn:a', 'arn:b'],
    policies: { exec: policy },
  });
  expect(sent[0]?.input).toEqual({ PathPrefix: path, Marker: undefined });
});

test('nothing is found where there is nothing, and no parent is asked for children that it does not have', async () => {
  const { providers, sent } = provide({});
  const types = [
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::ECS::Service',
    'AWS::ServiceDiscovery::Service',
    'AWS::ElasticLoadBalancingV2::Listener',
  ] as const;
  for (const type of types) expect(await providers[type].find('shop', [])).toEqual([]);
  expect(sent).toEqual([]);
});

test('every type is scanned after those that tell where to search for it', () => {
  const { providers } = provide({});
  const types = Object.keys(providers);
  for (const [type, { under = [] }] of Object.entries(providers)) {
    for (const parent of under) {
      expect(types).toContain(parent);
      expect(types.indexOf(parent)).toBeLessThan(types.indexOf(type));
    }
  }
});

test('listeners of somebody else’s load balancer are found by the groups that none of ours reaches', async () => {
  const groups = ['tg-1', 'tg-2'];
  const forwarding = (number: number) => ({
    Listeners: [
      {
        ListenerArn: `listener-${number}`,
        LoadBalancerArn: `nlb-${number}`,
        DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: `tg-${number}` }],
      },
    ],
  });
  const { providers, sent } = provide({
    DescribeTargetGroups: {
      TargetGroups: groups.map((arn, index) => ({
        TargetGroupArn: arn,
        LoadBalancerArns: [`nlb-${index + 1}`],
      })),
    },
    DescribeListeners: [forwarding(1), forwarding(2), forwarding(1)],
    DescribeTags: {
      TagDescriptions: ['listener-1', 'listener-2'].map((ResourceArn) => ({
        ResourceArn,
        Tags: upperList(ownTags(ResourceArn)),
      })),
    },
  });
  const ours = (physicalIds: readonly string[], type: string) =>
    physicalIds.map((physicalId) => foundOf({ physicalId, type }));
  const earlier = [
    ...ours(['nlb-1'], 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    ...ours(groups, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
  ];
  const find = (held: readonly Found[]) =>
    providers['AWS::ElasticLoadBalancingV2::Listener'].find('shop', held);
  expect((await find(earlier)).map(({ physicalId }) => physicalId)).toEqual(['listener-1', 'listener-2']);
  sent.length = 0;
  await find(earlier.filter(({ physicalId }) => physicalId !== 'tg-2'));
  expect(operations(sent)).toEqual(['DescribeListeners', 'DescribeTags']);
});
