import { describe, expect, it } from 'vitest';
import { judgeHops, type HopReport } from '../../../../src/live/hops';
import {
  DOCUMENT,
  healthy,
  instance,
  NOW,
  prepared,
  service,
  stopped,
  target,
  TARGETS,
  task,
  USERS,
  type Draft,
} from './chain';

const chain = prepared();

function judge(change: (draft: Draft) => void = () => undefined): HopReport {
  const draft = healthy(chain);
  change(draft);
  return judgeHops(chain, draft);
}

const empty = (draft: Draft) => draft.found.clear();
const only =
  (...ids: string[]) =>
  (draft: Draft) => {
    for (const id of draft.found.keys()) if (!ids.includes(id)) draft.found.delete(id);
  };
const found = (draft: Draft, id: string, props: object) => {
  const it = draft.found.get(id);
  if (it) draft.found.set(id, { ...it, props: { ...it.props, ...props } });
};
const setService =
  (changes: object, deployment: object = {}) =>
  (draft: Draft) => {
    draft.services.set(USERS, { value: service(2, changes, deployment) });
  };
const setTasks =
  (...tasks: ReturnType<typeof task>[]) =>
  (draft: Draft) => {
    draft.tasks.set(USERS, { value: tasks });
  };
const setTargets =
  (...targets: ReturnType<typeof target>[]) =>
  (draft: Draft) => {
    draft.targets.set(TARGETS, { value: targets });
  };
const both =
  (...changes: ((draft: Draft) => void)[]) =>
  (draft: Draft) =>
    changes.forEach((change) => change(draft));

describe('a chain that is well', () => {
  it('is ok at every hop, each with a word or two', () => {
    const { health, brokenHop, hops, nodes, edges } = judge();
    expect(hops.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect({ health, brokenHop }).toEqual({ health: 'ok', brokenHop: undefined });
    expect(nodes).toEqual({
      client: { state: 'ok' },
      api: { state: 'ok', summary: 'deployed' },
      link: { state: 'ok', summary: 'available' },
      nlb: { state: 'ok', summary: 'active' },
      cluster: { state: 'ok', summary: 'active' },
      users: { state: 'ok', summary: '2/2 running' },
      orders: { state: 'ok', summary: '1/1 running' },
      names: { state: 'ok', summary: '3 instances' },
    });
    expect(edges['nlb--users']).toEqual({ state: 'ok', summary: '2/2 healthy' });
    expect(edges['users--names']).toEqual({ state: 'ok', summary: '2 instances' });
  });

  it('lists the hops in the order of a request, a routed edge once a route, registrations last', () => {
    expect(
      judge().hops.map(({ node, edge, path }) => [node ?? edge, path].filter(Boolean).join(' ')),
    ).toEqual([
      'client',
      'client--api',
      'api',
      'api--link',
      'link',
      'link--nlb ANY /users',
      'link--nlb ANY /users/{proxy+}',
      'nlb',
      'nlb--users',
      'users',
      'users--orders',
      'orders',
      'users--names',
      'names',
      'orders--names',
    ]);
  });

  it('gives each resource its state and physical id', () => {
    const { resources } = judge();
    expect(resources).toHaveLength(chain.resources.length);
    expect(resources.find(({ id }) => id === 'link/vpcLink')).toEqual({
      id: 'link/vpcLink',
      type: 'AWS::ApiGatewayV2::VpcLink',
      node: 'link',
      physicalId: 'physical id of link/vpcLink',
      state: 'ok',
      summary: 'available',
    });
  });
});

describe('what is not deployed', () => {
  it('is unknown everywhere in an empty account, the client included', () => {
    const { health, brokenHop, hops, nodes, edges } = judge(empty);
    expect(new Set(hops.map(({ state, cause }) => `${state} ${cause}`))).toEqual(
      new Set(['unknown notDeployed']),
    );
    expect(Object.keys(nodes)).toHaveLength(8);
    expect(Object.keys(edges)).toHaveLength(7);
    expect(nodes.users).toMatchObject({ summary: 'not deployed', remedy: 'Deploy the topology.' });
    expect({ health, brokenHop }).toEqual({ health: 'unknown', brokenHop: undefined });
  });

  it('is what a destroy left that keeps log groups', () => {
    const { hops } = judge(only('users/logGroup', 'orders/logGroup'));
    expect(hops.every(({ cause }) => cause === 'notDeployed')).toBe(true);
  });

  it('is unknown for a node that the file has and the account has not, while the others are judged', () => {
    const { nodes, edges, brokenHop } = judge((draft) => {
      for (const id of draft.found.keys()) if (/^orders\/|\/orders$/.test(id)) draft.found.delete(id);
    });
    expect(nodes.orders).toMatchObject({ state: 'unknown', cause: 'notDeployed' });
    expect(edges['users--orders']).toMatchObject({ state: 'unknown', cause: 'notDeployed' });
    expect(nodes.users).toMatchObject({ state: 'ok' });
    expect(brokenHop).toBeUndefined();
  });

  it('is broken where a part is gone and the rest of the hop is there', () => {
    const { brokenHop, edges } = judge((draft) => draft.found.delete('nlb/ingress/users/80'));
    expect(brokenHop).toBe('nlb--users');
    expect(edges['nlb--users']).toMatchObject({
      state: 'broken',
      cause: 'missing',
      reason: 'The security group rule of port 80 is not in the account.',
    });
  });

  it('is on its way while a deploy runs', () => {
    const { brokenHop, edges } = judge((draft) => {
      draft.found.delete('nlb/ingress/users/80');
      draft.changing = true;
    });
    expect(brokenHop).toBeUndefined();
    expect(edges['nlb--users']).toMatchObject({ state: 'pending', cause: 'beingCreated' });
  });

  it('is on its way in a young stack without its stage, which comes last', () => {
    const young = (minutes: number) => (draft: Draft) => {
      draft.found.delete('api/stage');
      draft.found.delete('nlb/listener/users/80');
      for (const [id, it] of draft.found) {
        draft.found.set(id, { ...it, created: new Date(NOW - minutes * 60_000).toISOString() });
      }
    };
    expect(judge(young(5)).edges['nlb--users']).toMatchObject({ state: 'pending' });
    expect(judge(young(50)).edges['nlb--users']).toMatchObject({ state: 'broken', cause: 'missing' });
  });
});

describe('what could not be read', () => {
  it('is unknown with the sentence of the failed call', () => {
    const { nodes, brokenHop } = judge((draft) => {
      draft.links.set('link/vpcLink', { unknown: 'The endpoint does not know this call.' });
    });
    expect(nodes.link).toMatchObject({
      state: 'unknown',
      cause: 'notReadable',
      reason: 'The endpoint does not know this call.',
    });
    expect(brokenHop).toBeUndefined();
  });

  it('is unknown and not missing when its type, or what it hangs on, could not be listed', () => {
    const { edges, brokenHop } = judge((draft) => {
      draft.unreadable.set('AWS::ElasticLoadBalancingV2::LoadBalancer', 'Ask for a policy.');
      draft.found.delete('nlb/loadBalancer');
      draft.found.delete('nlb/listener/users/80');
    });
    expect(edges['nlb--users']).toMatchObject({ state: 'unknown', reason: 'Ask for a policy.' });
    expect(brokenHop).toBeUndefined();
  });
});

describe('what AWS has not answered yet', () => {
  const SERVICE = 'AWS::ECS::Service';

  it('is unknown and not missing, and nobody is asked for rights', () => {
    const { nodes, edges, brokenHop } = judge((draft) => {
      draft.awaited.add('AWS::ElasticLoadBalancingV2::Listener');
      draft.found.delete('nlb/listener/users/80');
      draft.links.clear();
    });
    for (const verdict of [edges['nlb--users'], nodes.link]) {
      expect(verdict).toMatchObject({ state: 'unknown', cause: 'notAnswered' });
      expect(verdict?.remedy).toMatch(/^Wait/);
    }
    expect(brokenHop).toBeUndefined();
  });

  it('does not hide what is known to be broken', () => {
    const { nodes } = judge((draft) => {
      draft.awaited.add('AWS::IAM::Role');
      for (const id of [...draft.found.keys()]) if (/Role$/.test(id)) draft.found.delete(id);
      draft.links.set('link/vpcLink', { value: { VpcLinkStatus: 'FAILED' } });
    });
    expect(nodes.link?.state).toBe('broken');
    expect(nodes.users).toMatchObject({ state: 'unknown', cause: 'notAnswered' });
  });

  it('does not call a wire broken that may only have been drawn since', () => {
    const { brokenHop, edges } = judge((draft) => {
      // Its rule is listed as absent; what the file asked of the two services is not known yet.
      expect(draft.found.delete('users/ingress/orders')).toBe(true);
      for (const [id, { type }] of draft.found) if (type === SERVICE) draft.found.delete(id);
      draft.awaited.add(SERVICE);
    });
    expect(brokenHop).toBeUndefined();
    expect(edges['users--orders']?.state).not.toBe('broken');
  });

  it('leaves what was never deployed not deployed, while half of it is still being listed', () => {
    const { nodes, brokenHop } = judge((draft) => {
      draft.found.clear();
      draft.awaited.add(SERVICE);
    });
    expect(nodes.users?.cause).toBe('notDeployed');
    expect(brokenHop).toBeUndefined();
  });
});

describe('each fault', () => {
  const link = (status: string, message?: string) => (draft: Draft) => {
    draft.links.set('link/vpcLink', {
      value: { VpcLinkStatus: status as never, VpcLinkStatusMessage: message },
    });
  };
  const balancer = (Code: string, Reason?: string) => (draft: Draft) => {
    draft.loadBalancers.set('nlb/loadBalancer', { value: { State: { Code: Code as never, Reason } } });
  };
  const stage = (value: object) => (draft: Draft) => {
    draft.stages.set('api/stage', { value });
  };
  const young = { startedAt: new Date(NOW - 30_000) };
  const pull = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found';

  const faults: [
    name: string,
    hop: string,
    state: string,
    cause: string,
    reason: string | RegExp,
    change: (draft: Draft) => void,
  ][] = [
    [
      'a stage that could not deploy',
      'api',
      'broken',
      'stageFailed',
      /At least one route/,
      stage({
        LastDeploymentStatusMessage:
          'Deployment attempt failed: At least one route is required before deploying the Api.',
      }),
    ],
    [
      'a stage made a second ago',
      'api',
      'pending',
      'stageDeploying',
      /no deployment yet/,
      stage({ CreatedDate: new Date(NOW - 1000) }),
    ],
    [
      'a route that was turned elsewhere',
      'link--nlb',
      'broken',
      'routeElsewhere',
      'Route ANY /users leads to other instead of integration id of link/integration/nlb/80/api.',
      (draft) => found(draft, 'link/route/api/ANY /users', { integrationId: 'other' }),
    ],
    [
      'a route that leads to what is not ours, and so is not found as ours',
      'link--nlb',
      'broken',
      'routeElsewhere',
      'Route ANY /users is there and leads to theirs instead of integration id of link/integration/nlb/80/api.',
      (draft) => {
        draft.found.delete('link/route/api/ANY /users');
        draft.routes.set('api/api', { value: [{ RouteKey: 'ANY /users', Target: 'integrations/theirs' }] });
      },
    ],
    [
      'a route that is gone',
      'link--nlb',
      'broken',
      'missing',
      'The route ANY /users is not in the account.',
      (draft) => {
        draft.found.delete('link/route/api/ANY /users');
        draft.routes.set('api/api', { value: [{ RouteKey: 'ANY /orders', Target: 'integrations/theirs' }] });
      },
    ],
    [
      'a route without a target',
      'link--nlb',
      'broken',
      'routeElsewhere',
      /leads to nothing/,
      (draft) => found(draft, 'link/route/api/ANY /users', { integrationId: undefined }),
    ],
    [
      'an integration to another listener',
      'link--nlb',
      'broken',
      'integrationElsewhere',
      /leads to arn:other instead of arn of nlb\/listener/,
      (draft) => found(draft, 'link/integration/nlb/80/api', { uri: 'arn:other' }),
    ],
    [
      'an integration over another link',
      'link--nlb',
      'broken',
      'integrationElsewhere',
      /uses VPC link other/,
      (draft) => found(draft, 'link/integration/nlb/80/api', { vpcLinkId: 'other' }),
    ],
    ['a link being made', 'link', 'pending', 'linkPending', 'The VPC link is PENDING.', link('PENDING')],
    ['a link asleep', 'link', 'broken', 'linkInactive', 'no traffic', link('INACTIVE', 'no traffic')],
    [
      'a link that failed',
      'link',
      'broken',
      'linkFailed',
      'subnet not supported',
      link('FAILED', 'subnet not supported'),
    ],
    [
      'a load balancer being made',
      'nlb',
      'pending',
      'loadBalancerProvisioning',
      /provisioning/,
      balancer('provisioning'),
    ],
    [
      'a load balancer short of addresses',
      'nlb',
      'degraded',
      'loadBalancerImpaired',
      'no addresses',
      balancer('active_impaired', 'no addresses'),
    ],
    [
      'a load balancer that failed',
      'nlb',
      'broken',
      'loadBalancerFailed',
      'no subnet',
      balancer('failed', 'no subnet'),
    ],
    [
      'a listener that forwards elsewhere',
      'nlb--users',
      'broken',
      'listenerElsewhere',
      /forwards to arn:other/,
      (draft) => found(draft, 'nlb/listener/users/80', { targetGroupArn: 'arn:other' }),
    ],
    [
      'targets that time out',
      'nlb--users',
      'broken',
      'targetTimeout',
      '10.0.0.1:80 unhealthy: Request timed out (Target.Timeout)',
      setTargets(target(1, 'unhealthy', 'Target.Timeout', 'Request timed out')),
    ],
    [
      'targets that refuse',
      'nlb--users',
      'broken',
      'targetRefused',
      /Target.FailedHealthChecks/,
      setTargets(
        target(1, 'unhealthy', 'Target.FailedHealthChecks'),
        target(2, 'unhealthy', 'Target.FailedHealthChecks'),
      ),
    ],
    [
      'one target of two that refuses',
      'nlb--users',
      'degraded',
      'targetRefused',
      /10\.0\.0\.2/,
      setTargets(target(1), target(2, 'unhealthy', 'Target.FailedHealthChecks')),
    ],
    [
      'a health check that meets another status',
      'nlb--users',
      'broken',
      'targetMismatch',
      /404/,
      setTargets(
        target(1, 'unhealthy', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [404]'),
      ),
    ],
    [
      'a target in a zone without the load balancer',
      'nlb--users',
      'broken',
      'targetNotInUse',
      /Target.NotInUse/,
      setTargets(target(1, 'unused', 'Target.NotInUse')),
    ],
    [
      'targets that are being registered',
      'nlb--users',
      'pending',
      'targetsRegistering',
      /Elb.RegistrationInProgress/,
      setTargets(
        target(1, 'initial', 'Elb.RegistrationInProgress'),
        target(2, 'initial', 'Elb.RegistrationInProgress'),
      ),
    ],
    [
      'a target that drains beside enough healthy ones',
      'nlb--users',
      'pending',
      'targetsDraining',
      /draining/,
      setTargets(target(1), target(2), target(9, 'draining', 'Target.DeregistrationInProgress')),
    ],
    [
      'young tasks that no target group knows yet',
      'nlb--users',
      'pending',
      'targetsRegistering',
      /2 running tasks are not registered/,
      both(setTargets(), setTasks(task('users', 1, young), task('users', 2, young))),
    ],
    [
      'old tasks that no target group knows',
      'nlb--users',
      'broken',
      'targetsMissing',
      /2 running tasks are not registered/,
      setTargets(),
    ],
    [
      'a service that is being deleted',
      'users',
      'broken',
      'serviceDraining',
      'The service is DRAINING.',
      setService({ status: 'DRAINING' }),
    ],
    [
      'a first deployment that failed',
      'users',
      'broken',
      'imageNotFound',
      /circuit breaker.*CannotPull/,
      both(
        setService(
          { runningCount: 0 },
          {
            rolloutState: 'FAILED',
            rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
          },
        ),
        setTasks(stopped('users', 1, pull)),
        setTargets(),
      ),
    ],
    [
      'a deployment that failed without a word',
      'users',
      'broken',
      'deploymentFailed',
      'AWS gives no reason.',
      setService({ runningCount: 0 }, { rolloutState: 'FAILED' }),
    ],
    [
      'a rollback under way',
      'users',
      'pending',
      'rollingBack',
      /rolling back/,
      setService(
        {},
        {
          rolloutState: 'IN_PROGRESS',
          rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
        },
      ),
    ],
    [
      'a rollback that ended',
      'users',
      'degraded',
      'otherRevision',
      /^The service runs users:3 instead of .*, which was deployed/,
      (draft) => found(draft, USERS, { taskDefinition: 'arn:aws:ecs:eu-west-1:1:task-definition/users:3' }),
    ],
    [
      'tasks that start',
      'users',
      'pending',
      'deploymentRunning',
      /in progress/,
      setService(
        { runningCount: 0, pendingCount: 2 },
        { rolloutState: 'IN_PROGRESS', rolloutStateReason: 'ECS deployment ecs-svc/1 in progress.' },
      ),
    ],
    [
      'one failed start of a deployment',
      'users',
      'pending',
      'deploymentRunning',
      /CannotPull/,
      both(
        setService({ runningCount: 0 }, { rolloutState: 'IN_PROGRESS' }),
        setTasks(stopped('users', 1, pull)),
      ),
    ],
    [
      'two failed starts, long before the breaker trips',
      'users',
      'broken',
      'imageNotFound',
      /CannotPull/,
      both(
        setService({ runningCount: 0 }, { rolloutState: 'IN_PROGRESS' }),
        setTasks(stopped('users', 1, pull), stopped('users', 2, pull)),
      ),
    ],
    [
      'failed starts beside a task that works',
      'users',
      'degraded',
      'imageNotFound',
      /CannotPull/,
      both(
        setService({ runningCount: 1 }, { rolloutState: 'IN_PROGRESS' }),
        setTasks(task('users', 1), stopped('users', 2, pull), stopped('users', 3, pull)),
      ),
    ],
    [
      'failures of an earlier deployment',
      'users',
      'pending',
      'deploymentRunning',
      /events say/,
      both(
        setService(
          { runningCount: 0, events: [{ message: 'the events say so' }] },
          { rolloutState: 'IN_PROGRESS' },
        ),
        setTasks(
          stopped('users', 1, pull, { startedBy: 'ecs-svc/0' }),
          stopped('users', 2, pull, { startedBy: 'ecs-svc/0' }),
        ),
      ),
    ],
    [
      'a service that somebody scaled to zero',
      'users',
      'broken',
      'scaledToZero',
      /scaled to 0/,
      setService({ desiredCount: 0, runningCount: 0 }),
    ],
    [
      'no task and nothing coming',
      'users',
      'broken',
      'tasksMissing',
      'unable to place a task',
      both(setService({ runningCount: 0, events: [{ message: 'unable to place a task' }] }), setTasks()),
    ],
    [
      'a task that its own check calls unhealthy',
      'users',
      'degraded',
      'tasksUnhealthy',
      '1 of 2 tasks are UNHEALTHY.',
      setTasks(task('users', 1, { healthStatus: 'UNHEALTHY' }), task('users', 2)),
    ],
    [
      'old tasks beside the new ones',
      'users',
      'pending',
      'deploymentRunning',
      '',
      (draft) => {
        const it = service(2);
        draft.services.set(USERS, {
          value: { ...it, deployments: [...it.deployments, { status: 'ACTIVE', runningCount: 2 }] },
        });
      },
    ],
    [
      'a name that no task answers to',
      'users--names',
      'broken',
      'instancesMissing',
      '2 running tasks are not registered in Cloud Map.',
      (draft) => draft.instances.set('users/registration/names', { value: { instances: [], health: {} } }),
    ],
    [
      'one task without its name',
      'users--names',
      'degraded',
      'instancesMissing',
      /1 running task is/,
      (draft) =>
        draft.instances.set('users/registration/names', { value: { instances: [instance(1)], health: {} } }),
    ],
    [
      'an instance without a task',
      'users--names',
      'degraded',
      'instancesStale',
      /task-9/,
      (draft) =>
        draft.instances.set('users/registration/names', {
          value: { instances: [instance(1), instance(2), instance(9)], health: {} },
        }),
    ],
    [
      'instances that ECS calls unhealthy',
      'users--names',
      'broken',
      'instancesUnhealthy',
      /2 of 2/,
      (draft) =>
        draft.instances.set('users/registration/names', {
          value: {
            instances: [instance(1), instance(2)],
            health: { 'task-1': 'UNHEALTHY', 'task-2': 'UNHEALTHY' },
          },
        }),
    ],
    [
      'a callee that cannot be found',
      'users--orders',
      'broken',
      'instancesMissing',
      /not registered in Cloud Map/,
      (draft) => draft.instances.set('orders/registration/names', { value: { instances: [], health: {} } }),
    ],
    [
      'a log group that somebody deleted',
      'users',
      'degraded',
      'missing',
      /log group \/ecs\/shop\/users/,
      (draft) => draft.found.delete('users/logGroup'),
    ],
  ];

  it.each(faults)('%s: %s is %s', (_name, hop, state, cause, reason, change) => {
    const report = judge(change);
    const verdict = report.nodes[hop] ?? report.edges[hop];
    expect(verdict).toMatchObject({ state, cause });
    expect(verdict?.remedy).toMatch(/\.$/);
    if (reason !== '') expect(verdict?.reason).toMatch(reason);
    if (state === 'broken') expect(report.brokenHop).toBe(hop);
    else expect(report.brokenHop).toBeUndefined();
  });
});

describe('the first broken hop', () => {
  const dead = both(
    setService({ runningCount: 0 }, { rolloutState: 'FAILED' }),
    setTasks(stopped('users', 1, 'Essential container in task exited')),
    setTargets(target(1, 'draining', 'Target.DeregistrationInProgress')),
  );

  it('is the service whose tasks died, not the wire that has nobody to send to', () => {
    const { brokenHop, edges } = judge(dead);
    expect(brokenHop).toBe('users');
    expect(edges['nlb--users']).toMatchObject({ state: 'unknown', cause: 'waitsForTasks' });
  });

  it('is the one nearest to the client when several are broken', () => {
    const { brokenHop } = judge(
      both(dead, (draft) =>
        draft.loadBalancers.set('nlb/loadBalancer', { value: { State: { Code: 'failed' } } }),
      ),
    );
    expect(brokenHop).toBe('nlb');
  });

  it('is only the route that is broken, not its neighbour', () => {
    const { hops } = judge((draft) => found(draft, 'link/route/api/ANY /users', { integrationId: 'other' }));
    const states = hops.flatMap(({ edge, path, state }) => (edge === 'link--nlb' ? [[path, state]] : []));
    expect(states).toEqual([
      ['ANY /users', 'broken'],
      ['ANY /users/{proxy+}', 'ok'],
    ]);
  });
});

describe('other drawings', () => {
  it('judges two listeners to one service apart', () => {
    const document = {
      ...DOCUMENT,
      edges: [
        ...DOCUMENT.edges.filter(({ from }) => from !== 'link'),
        { from: 'link', to: 'nlb', routes: [{ key: 'ANY /users', listener: 80 }] },
        { from: 'nlb', to: 'users', listener: 81 },
      ],
    };
    const two = prepared(document);
    const draft = healthy(two);
    draft.targets.set('nlb/targetGroup/users/81', { value: [target(1, 'unhealthy', 'Target.Timeout')] });
    const { brokenHop, edges } = judgeHops(two, draft);
    expect(brokenHop).toBe('nlb--users--81');
    expect(edges['nlb--users--80']).toMatchObject({ state: 'ok' });
  });

  it('follows a link that finds its service by name, without a load balancer', () => {
    const nodes = Object.fromEntries(Object.entries(DOCUMENT.nodes).filter(([id]) => id !== 'nlb'));
    const direct = prepared({
      ...DOCUMENT,
      nodes,
      edges: [
        { from: 'client', to: 'api' },
        { from: 'api', to: 'link' },
        { from: 'link', to: 'users', routes: ['ANY /users'] },
        { from: 'users', to: 'names', record: 'SRV' },
      ],
    });
    const draft = healthy(direct);
    expect(judgeHops(direct, draft).edges['link--users']).toMatchObject({
      state: 'ok',
      summary: '2 instances',
    });
    draft.instances.set('users/registration/names', { value: { instances: [], health: {} } });
    expect(judgeHops(direct, draft).brokenHop).toBe('link--users');
  });

  it('goes around a circle of calls once', () => {
    const circle = prepared({
      ...DOCUMENT,
      edges: [...DOCUMENT.edges, { from: 'orders', to: 'users', env: 'USERS_URL' }],
    });
    const { hops, health } = judgeHops(circle, healthy(circle));
    expect(hops.filter(({ node }) => node === 'users')).toHaveLength(1);
    expect(hops.filter(({ edge }) => edge === 'orders--users')).toHaveLength(1);
    expect(health).toBe('ok');
  });
});
